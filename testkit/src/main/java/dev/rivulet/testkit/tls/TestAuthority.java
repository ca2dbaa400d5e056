package dev.rivulet.testkit.tls;

import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority that nobody knows, and the certificates that it issues: made with the JDK's keytool, in a
 * temporary directory. Not thread-safe.
 */
public final class TestAuthority implements AutoCloseable {

    /** Of all key stores. */
    public static final String PASSWORD = "changeit";

    private static final String CA = "ca";
    private static final String TYPE = "PKCS12";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final TempDirectory directory;
    private final Path store;
    private final Path certificate;

    private TestAuthority(TempDirectory directory) {
        this.directory = directory;
        this.store = directory.path().resolve("authority.p12");
        this.certificate = directory.path().resolve("authority.pem");
    }

    /** Makes an authority. */
    public static TestAuthority create() {
        try {
            TestAuthority authority = new TestAuthority(TempDirectory.create("rivulet-tls-"));
            authority.keytool("-alias", CA, "-dname", "CN=Test authority", "-ext", "bc:c", "-ext", "ku:c=keyCertSign");
            Files.writeString(authority.certificate, pem("CERTIFICATE", authority.open().getCertificate(CA)
                    .getEncoded()));
            return authority;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns the authority's own certificate, PEM. */
    public Path certificate() {
        return certificate;
    }

    /** Issues a certificate for a server on loopback, or a client. */
    public TestCertificate issue(String name) {
        return issue(name, "EC", "-groupname", "secp256r1");
    }

    /**
     * Does the same with another kind of key.
     *
     * @param options of keytool, about the key
     */
    public TestCertificate issue(String name, String algorithm, String... options) {
        List<String> all = new ArrayList<>(List.of("-alias", name, "-signer", CA, "-dname", "CN=" + name, "-ext",
                "san=ip:127.0.0.1,dns:localhost", "-ext", "eku=serverAuth,clientAuth"));
        all.addAll(List.of(options));
        try {
            keytool(algorithm, all);
            KeyStore made = open();
            Key key = made.getKey(name, PASSWORD.toCharArray());
            Certificate[] chain = made.getCertificateChain(name);
            made.deleteEntry(name);
            save(made, store);
            StringBuilder pem = new StringBuilder();
            for (Certificate one : chain) {
                pem.append(pem("CERTIFICATE", one.getEncoded()));
            }
            KeyStore own = KeyStore.getInstance(TYPE);
            own.load(null, null);
            own.setKeyEntry(name, key, PASSWORD.toCharArray(), chain);
            Path folder = Files.createTempDirectory(directory.path(), name);
            TestCertificate issued = new TestCertificate(folder.resolve("chain.pem"), folder.resolve("key.pem"),
                    folder.resolve("keys.p12"));
            Files.writeString(issued.chain(), pem);
            Files.writeString(issued.key(), pem("PRIVATE KEY", key.getEncoded()));
            save(own, issued.keyStore());
            return issued;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns what trusts this authority and no other. */
    public SSLContext context() {
        return context(null);
    }

    /** Returns the same, for a client that shows a certificate of its own. */
    public SSLContext contextOf(TestCertificate client) {
        try {
            KeyStore keys = KeyStore.getInstance(client.keyStore().toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            return context(managers.getKeyManagers());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private SSLContext context(KeyManager[] own) {
        try {
            KeyStore trusted = KeyStore.getInstance(TYPE);
            trusted.load(null, null);
            trusted.setCertificateEntry(CA, open().getCertificate(CA));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void keytool(String... options) throws IOException {
        keytool("EC", List.of(options));
    }

    private void keytool(String algorithm, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1",
                "-genkeypair", "-keyalg", algorithm, "-validity", "2", "-storetype", TYPE, "-keystore",
                store.toString(), "-storepass", PASSWORD));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException interrupted) {
            process.destroy();
            throw new IllegalStateException(interrupted);
        }
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static void save(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, PASSWORD.toCharArray());
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    @Override
    public void close() {
        directory.close();
    }
}
