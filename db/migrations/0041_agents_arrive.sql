-- Polls are taken many at a time, of all organizations together.
GRANT INSERT ON "agent_nonces" TO enrollment_across;--> statement-breakpoint
GRANT UPDATE ON "agents" TO enrollment_across;
