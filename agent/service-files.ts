/** Where the service's program and folder are: `program` is what Node runs; null = `node` is the agent itself. */
export type ServicePlaces = { node: string; program: string | null; folder: string; user: string }

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/**
 * What is read passes in blocks of megabytes. glibc would keep what was freed of them in as many heaps as there are threads;
 * so it is given back. Node takes a small room for young objects, and looks for garbage whenever there is a little more: it
 * counts its own objects only, and each of those of a part that was sent keeps half a megabyte beside them.
 */
export const memoryEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '65536' }
export const memoryOptions = ['--max-semi-space-size=2', '--heap-growing-percent=15']

/**
 * A systemd unit in which the agent may do what it does and nothing else: it speaks TCP, writes below its folder, gains no
 * rights and sees no home. Writable and executable memory stays allowed, because Node compiles while it runs.
 */
export const systemdUnit = ({ node, program, folder, user }: ServicePlaces): string => `[Unit]
Description=Enrollment Directory Agent
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=${[node, ...(program ? [...memoryOptions, program] : [])].map(quoted).join(' ')} run
Environment=${quoted(`ENROLLMENT_AGENT_DIR=${folder}`)}
${Object.entries(memoryEnvironment)
  .map(([name, value]) => `Environment=${name}=${value}`)
  .join('\n')}
EnvironmentFile=-/etc/enrollment-agent.env
User=${user}
UMask=0077
Restart=always
RestartSec=5
# The portal does not know this agent any more, or knows two of it: somebody has to look.
RestartPreventExitStatus=3
MemoryMax=300M
ReadWritePaths=${quoted(folder)}
CapabilityBoundingSet=
NoNewPrivileges=yes
LockPersonality=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
`

const escaped = (text: string) => text.replace(/[<>&"']/g, sign => `&#${sign.charCodeAt(0)};`)

/** WinSW's description of a Windows service: restarted after failures, its log turned over at 10 MB. */
export const winswXml = ({ node, program, folder }: ServicePlaces): string => `<service>
  <id>EnrollmentAgent</id>
  <name>Enrollment Directory Agent</name>
  <description>Reads Active Directory here and sends what the portal asks for, within what this machine allows.</description>
  <executable>${escaped(node)}</executable>
  <arguments>${escaped(program ? `${memoryOptions.join(' ')} "${program}" run` : 'run')}</arguments>
  <env name="ENROLLMENT_AGENT_DIR" value="${escaped(folder)}"/>
  <startmode>Automatic</startmode>
  <delayedAutoStart>true</delayedAutoStart>
  <stoptimeout>15 sec</stoptimeout>
  <onfailure action="restart" delay="5 sec"/>
  <serviceaccount>
    <username>NT AUTHORITY\\LocalService</username>
  </serviceaccount>
  <log mode="roll-by-size">
    <sizeThreshold>10240</sizeThreshold>
    <keepFiles>8</keepFiles>
  </log>
</service>
`
