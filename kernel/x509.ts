import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';
import { BadInput } from './refusals.ts';

/** A certificate and its private key, both PEM. */
export interface Certified {
  certificate: string;
  privateKey: string;
}

export interface CertificateWish {
  commonName: string;
  /** From when it is valid. */
  at: Date;
  /** Days it is valid. */
  days: number;
}

export interface LeafWish extends CertificateWish {
  /** Host names and addresses it is good for (subject alternative names); `127.0.0.1` is told from a name by itself. */
  hosts: readonly string[];
  /** What it may prove: a server, a client, or, for mutual authentication between gateway and subgraphs, both. */
  use: 'server' | 'client' | 'both';
}

/**
 * A certificate authority for development and closed networks: RSA 3072, SHA-256. Production brings certificates of
 * its own authority; the forge library reads and writes no SM2 certificates.
 */
export function developmentAuthority(wish: CertificateWish): Certified {
  return certify(wish, [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
}

/** A certificate for one machine, signed by the authority. */
export function leafCertificate(authority: Certified, { hosts, use, ...wish }: LeafWish): Certified {
  if (hosts.length === 0 && use !== 'client')
    throw new BadInput('CERTIFICATE_WITHOUT_HOST', 'expected at least one host name or address for a server');
  const altNames = hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }));
  const alternatives = altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : [];
  return certify(
    wish,
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: use !== 'client', clientAuth: use !== 'server' },
      ...alternatives,
    ],
    authority,
  );
}

const DAY = 86_400_000;
// Names may be Chinese, which the default PrintableString cannot hold.
// (The library's types take the tag for a class.)
const UTF8 = forge.asn1.Type.UTF8 as number as forge.asn1.Class;

function certify(
  { commonName, at, days }: CertificateWish,
  extensions: object[],
  issuer?: Certified,
): Certified {
  // The runtime makes the key: the library's own generator takes seconds.
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const parent = issuer === undefined ? undefined : forge.pki.certificateFromPem(issuer.certificate);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = at;
  certificate.validity.notAfter = new Date(at.getTime() + days * DAY);
  const subject = [{ name: 'commonName', value: commonName, valueTagClass: UTF8 }];
  certificate.setSubject(subject);
  certificate.setIssuer(parent === undefined ? subject : subjectOf(parent));
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyIdentifierOf(parent ?? certificate) },
  ]);
  certificate.sign(nativeSigner(certificate, issuer?.privateKey ?? privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), privateKey };
}

// The runtime signs as well, in constant time; of the key the library asks nothing but this.
function nativeSigner(certificate: forge.pki.Certificate, privateKey: string): forge.pki.rsa.PrivateKey {
  const signer: Pick<forge.pki.rsa.PrivateKey, 'sign'> = {
    sign: () => {
      const signed = forge.asn1.toDer(certificate.tbsCertificate).getBytes();
      return sign('sha256', Buffer.from(signed, 'binary'), privateKey).toString('binary');
    },
  };
  return signer as forge.pki.rsa.PrivateKey;
}

// The library encodes names when writing and leaves them encoded when reading.
function subjectOf(certificate: forge.pki.Certificate): forge.pki.CertificateField[] {
  return certificate.subject.attributes.map((attribute) =>
    attribute.valueTagClass === UTF8
      ? { ...attribute, value: forge.util.decodeUtf8(String(attribute.value)) }
      : attribute,
  );
}

function keyIdentifierOf(certificate: forge.pki.Certificate): string {
  return certificate.generateSubjectKeyIdentifier().getBytes();
}

// RFC 5280, 5.6.1.2: positive, at most 20 bytes. The first bit is cleared and one below it set, so no byte falls away.
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}
