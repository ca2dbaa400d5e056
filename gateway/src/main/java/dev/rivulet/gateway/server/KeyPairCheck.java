package dev.rivulet.gateway.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/**
 * Checks that a private key is that of a certificate: a server that is given others starts, and then fails at each
 * handshake.
 *
 * @param expiry of the certificate
 */
record KeyPairCheck(Instant expiry) {

    private static final byte[] SIGNED = "rivulet".getBytes();

    /** @throws IllegalArgumentException with a sentence if the files cannot be used */
    static KeyPairCheck of(PemKeyCertOptions files) {
        X509KeyManager keys = keyManager(files);
        String alias = Stream.of("EC", "RSA").map(type -> keys.getServerAliases(type, null)).filter(Objects::nonNull)
                .flatMap(Arrays::stream).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the certificate has no key of type RSA or EC"));
        X509Certificate certificate = keys.getCertificateChain(alias)[0];
        if (!belong(certificate, keys.getPrivateKey(alias))) {
            throw new IllegalArgumentException("the key is not that of the certificate");
        }
        return new KeyPairCheck(certificate.getNotAfter().toInstant());
    }

    /** @throws IllegalArgumentException with a sentence if there are none */
    static void requireCertificates(Buffer pem) {
        try {
            if (!CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(pem.getBytes())).isEmpty()) {
                return;
            }
        } catch (CertificateException unusable) {
            throw new IllegalArgumentException("the authorities of clients cannot be used: " + unusable.getMessage());
        }
        throw new IllegalArgumentException("the authorities of clients cannot be used: there are none");
    }

    private static X509KeyManager keyManager(PemKeyCertOptions files) {
        try {
            // Nothing is read from files here, for which Vert.x would be needed.
            return Stream.of(files.getKeyManagerFactory(null).getKeyManagers()).filter(X509KeyManager.class::isInstance)
                    .map(X509KeyManager.class::cast).findFirst().orElseThrow();
        } catch (Exception unusable) { // declared so
            throw new IllegalArgumentException("the certificate or the key cannot be used: " + unusable.getMessage());
        }
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(
                    "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm()));
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SIGNED);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }
}
