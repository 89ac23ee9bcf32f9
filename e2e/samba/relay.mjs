import { connect, createServer } from 'node:net'

// Stands in the portal's network and hands every connection through a file to the portal's doors.
const [address, port, socket] = process.argv.slice(2)
const server = createServer(near => {
  const far = connect(socket)
  near.pipe(far).pipe(near)
  near.on('error', () => far.destroy())
  far.on('error', () => near.destroy())
})
server.listen(Number(port), address, () => process.stdout.write('listening\n'))
