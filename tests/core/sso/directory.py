"""An LDAP server for tests (ldaptor), as a process of its own: `python directory.py KEY CERT`, then stop it by its id.

Answers in the open (with StartTLS) and over TLS; prints both ports. Passwords of the entries are in plain sight here.
"""

import sys
from io import BytesIO

from ldaptor.inmemory import fromLDIFFile
from ldaptor.interfaces import IConnectedLDAPEntry
from ldaptor.protocols import pureldap
from ldaptor.protocols.ldap.ldapserver import LDAPServer
from twisted.internet import reactor, ssl
from twisted.internet.protocol import ServerFactory
from twisted.python.components import registerAdapter

ENTRIES = """dn: dc=example
objectClass: dcObject
dc: example

dn: ou=people,dc=example
objectClass: organizationalUnit
ou: people

dn: cn=reader,dc=example
objectClass: person
cn: reader
userPassword: Reader-2026

dn: uid=ZhangSan,ou=people,dc=example
objectClass: person
uid: ZhangSan
cn: ZhangSan
userPassword: Right-2026

dn: uid=LiSi,ou=people,dc=example
objectClass: person
uid: LiSi
cn: LiSi
userPassword: Other-2026

"""
START_TLS = b"1.3.6.1.4.1.1466.20037"


class Directory(LDAPServer):
    """Adds StartTLS, which the library leaves to its users."""

    def handle_LDAPExtendedRequest(self, request, controls, reply):
        """Answer in the open, then close the channel."""
        if request.requestName != START_TLS:
            return super().handle_LDAPExtendedRequest(request, controls, reply)
        reply(pureldap.LDAPStartTLSResponse(resultCode=0))
        self.transport.startTLS(self.factory.tls)
        return None


class Factory(ServerFactory):
    """Hands the tree to each connection."""

    protocol = Directory

    def __init__(self, root, tls):
        self.root, self.tls = root, tls


def main(key, certificate):
    """Serve until ended."""
    registerAdapter(lambda factory: factory.root, Factory, IConnectedLDAPEntry)
    tls = ssl.DefaultOpenSSLContextFactory(key, certificate)

    def ready(root):
        factory = Factory(root, tls)
        plain = reactor.listenTCP(0, factory, interface="127.0.0.1").getHost().port
        closed = reactor.listenSSL(0, factory, tls, interface="127.0.0.1").getHost().port
        sys.stdout.write(f"{plain} {closed}\n")
        sys.stdout.flush()

    fromLDIFFile(BytesIO(ENTRIES.encode())).addCallback(ready)
    reactor.callLater(300, reactor.stop)
    reactor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
