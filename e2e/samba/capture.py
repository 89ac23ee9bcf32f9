"""Prints every TCP packet of an interface: source, destination, whether it opens a connection, and its bytes in hex."""
import socket
import sys

tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
tap.bind((sys.argv[1], 0))
print("listening", flush=True)
while True:
    frame = tap.recv(65_536)
    if frame[12:14] != b"\x08\x00":
        continue
    ip = frame[14:]
    length = (ip[0] & 15) * 4
    source, destination = socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20])
    if ip[9] != 6:
        print("other", source, destination, ip[9], flush=True)
        continue
    tcp = ip[length : int.from_bytes(ip[2:4], "big")]
    ports = int.from_bytes(tcp[0:2], "big"), int.from_bytes(tcp[2:4], "big")
    opens = tcp[13] & 0x12 == 0x02
    payload = tcp[(tcp[12] >> 4) * 4 :]
    print("tcp", source, ports[0], destination, ports[1], int(opens), payload.hex() or "-", flush=True)
