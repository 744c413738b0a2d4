import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { developmentAuthority, leafCertificate } from '../../kernel/x509.ts';

const at = new Date(Date.now() - 60_000);
const authority = developmentAuthority({ commonName: '桂薪 development authority', at, days: 30 });
const hosts = ['localhost', '127.0.0.1', '::1'];
const server = leafCertificate(authority, { commonName: 'banking', at, days: 10, hosts, use: 'server' });
const client = leafCertificate(authority, { commonName: 'gateway', at, days: 10, hosts: [], use: 'client' });
const stranger = developmentAuthority({ commonName: 'stranger', at, days: 30 });

describe('Development certificates', () => {
  test('the authority signs itself and its leaves, Chinese name included', () => {
    const [root, leaf] = [
      new X509Certificate(authority.certificate),
      new X509Certificate(server.certificate),
    ];
    expect([root.ca, leaf.ca]).toEqual([true, false]);
    expect(root.verify(root.publicKey) && leaf.verify(root.publicKey) && leaf.checkIssued(root)).toBe(true);
    expect(leaf.issuer).toBe('CN=桂薪 development authority');
    expect(leaf.checkIssued(new X509Certificate(stranger.certificate))).toBe(false);
  });

  test('a leaf is good for its hosts and its time only', () => {
    const leaf = new X509Certificate(server.certificate);
    expect([leaf.checkHost('localhost'), leaf.checkIP('127.0.0.1'), leaf.checkIP('::1')]).toEqual(hosts);
    expect(leaf.checkHost('example.org') ?? leaf.checkIP('127.0.0.2')).toBeUndefined();
    expect(leaf.validToDate.getTime() - leaf.validFromDate.getTime()).toBe(10 * 86_400_000);
    expect(
      new Set([server, client, authority].map((one) => new X509Certificate(one.certificate).serialNumber))
        .size,
    ).toBe(3);
  });

  test('a server without a host is refused', () => {
    const wish = { commonName: 'nobody', at, days: 1, hosts: [], use: 'server' } as const;
    expect(() => leafCertificate(authority, wish)).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_WITHOUT_HOST' }),
    );
  });

  test('mutual TLS works between two leaves; a server certificate is no client, a strange authority is nobody', async () => {
    const listening = createServer(
      {
        key: server.privateKey,
        cert: server.certificate,
        ca: authority.certificate,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (socket) => socket.end(socket.getPeerCertificate().subject.CN),
    ).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    listening.on('tlsClientError', () => undefined);
    const { port } = listening.address() as AddressInfo;
    const ask = async (own: { certificate: string; privateKey: string }, ca: string) => {
      const socket = connect({ port, host: '127.0.0.1', key: own.privateKey, cert: own.certificate, ca });
      try {
        let heard = '';
        for await (const part of socket) heard += part;
        return heard;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? 'refused';
      }
    };
    try {
      expect(await ask(client, authority.certificate)).toBe('gateway');
      expect(await ask(server, authority.certificate)).not.toBe('banking');
      const forged = leafCertificate(stranger, {
        commonName: 'gateway',
        at,
        days: 1,
        hosts: [],
        use: 'client',
      });
      expect(await ask(forged, authority.certificate)).not.toBe('gateway');
      expect(await ask(client, stranger.certificate)).toMatch(/UNABLE_TO|SELF_SIGNED/);
    } finally {
      listening.close();
      await once(listening, 'close');
    }
  });
});
