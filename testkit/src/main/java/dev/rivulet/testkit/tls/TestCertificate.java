package dev.rivulet.testkit.tls;

import java.nio.file.Path;

/**
 * A certificate and its private key, in files.
 *
 * @param chain PEM: the certificate, then that of its authority
 * @param key PEM: PKCS#8, not encrypted
 * @param keyStore PKCS#12: the same, under {@link TestAuthority#PASSWORD}
 */
public record TestCertificate(Path chain, Path key, Path keyStore) {}
