package dev.rivulet.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificate authorities of a PEM file, in place of those that the JDK trusts. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * Reads the file. Blocks.
     *
     * @param setting that names the file, for the message of the exception
     * @throws InvalidConfigException if the file cannot be read or has no certificate
     */
    public static SSLContext of(String setting, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
            if (trusted.size() == 0) {
                throw unusable(setting, "it has no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw unusable(setting, failure.toString());
        }
    }

    private static InvalidConfigException unusable(String setting, String why) {
        return new InvalidConfigException(setting + ": cannot be used: " + why);
    }
}
