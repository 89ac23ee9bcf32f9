-- As every table: the policy is there, the right to read is not given.
CREATE POLICY across ON "notification_settings" TO enrollment_across USING (true) WITH CHECK (true);
