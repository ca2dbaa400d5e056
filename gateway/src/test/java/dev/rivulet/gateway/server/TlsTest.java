package dev.rivulet.gateway.server;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** HTTPS: with which certificate, to whom, and what happens when its files change. */
class TlsTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TestCertificate FIRST = AUTHORITY.issue("first");
    private static final TestCertificate SECOND = AUTHORITY.issue("second", "RSA");

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        AUTHORITY.close();
    }

    @Test
    void clientsSpeakHttp2OrHttp11AsTheyLike() throws Exception {
        try (EdgeServer server = EdgeServer.with(settings(FIRST))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpResponse<String> response = get(server, AUTHORITY.context(), version);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.version()).isEqualTo(version);
                assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            }
            assertThat(server.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .as("without TLS").doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void anotherCertificateIsUsedWithoutARestart() throws Exception {
        use(FIRST);
        try (EdgeServer server = EdgeServer.with(reloading())) {
            assertThat(certificate(server)).isEqualTo("CN=first");
            use(SECOND);
            await().until(() -> certificate(server).equals("CN=second"));
        }
    }

    @Test
    void filesThatCannotBeUsedChangeNothingAndAreReportedOnce() throws Exception {
        use(FIRST);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(TlsReload.class);
        logger.addAppender(log);
        try (EdgeServer server = EdgeServer.with(reloading())) {
            Files.copy(SECOND.key(), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> warnings(log) == 1);
            assertThat(certificate(server)).isEqualTo("CN=first");
            Files.writeString(folder.resolve("key.pem"), "no key");
            await().until(() -> warnings(log) == 2);
            Files.delete(folder.resolve("key.pem"));
            await().until(() -> warnings(log) == 3);
            assertThat(certificate(server)).isEqualTo("CN=first");
            use(SECOND);
            await().until(() -> certificate(server).equals("CN=second"));
            assertThat(warnings(log)).isEqualTo(3);
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void clientsMustShowACertificateOfTheAuthority() throws Exception {
        try (TestAuthority clients = TestAuthority.create(); TestAuthority others = TestAuthority.create()) {
            Map<String, String> settings = settings(FIRST);
            settings.put("rivulet.http.tls.client-ca", clients.certificate().toString());
            SSLContext known = AUTHORITY.contextOf(clients.issue("known"));
            SSLContext unknown = AUTHORITY.contextOf(others.issue("unknown"));
            try (EdgeServer server = EdgeServer.with(settings)) {
                assertThat(get(server, known, HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
                assertRefused(server, AUTHORITY.context());
                assertRefused(server, unknown);
            }
            settings.put("rivulet.http.tls.client-certificate", "requested");
            try (EdgeServer server = EdgeServer.with(settings)) {
                assertThat(get(server, known, HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
                assertThat(get(server, AUTHORITY.context(), HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
                assertRefused(server, unknown);
            }
        }
    }

    @Test
    void aServerDoesNotStartWithFilesThatCannotBeUsed() throws IOException {
        assertUnusable(Map.of("certificate", FIRST.chain(), "key", AUTHORITY.issue("other").key()),
                "not that of the certificate");
        assertUnusable(Map.of("certificate", FIRST.chain(), "key", SECOND.key()), "cannot be used");
        assertUnusable(Map.of("certificate", FIRST.chain()), "must be set together with");
        assertUnusable(Map.of("certificate", FIRST.chain(), "key", folder.resolve("none.pem")), "cannot be read");
        assertUnusable(Map.of("certificate", FIRST.key(), "key", FIRST.key()), "cannot be used");
        assertUnusable(Map.of("client-ca", FIRST.chain()), "needs rivulet.http.tls.certificate");
        assertUnusable(Map.of("certificate", FIRST.chain(), "key", FIRST.key(), "client-ca", FIRST.key()),
                "authorities of clients");
    }

    private static long warnings(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream().filter(line -> line.getLevel() == Level.WARN).count();
    }

    private static void assertUnusable(Map<String, Path> files, String why) {
        Map<String, String> settings = new HashMap<>();
        files.forEach((name, file) -> settings.put("rivulet.http.tls." + name, file.toString()));
        assertThatThrownBy(() -> EdgeServer.with(settings).close()).isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(why);
    }

    private static void assertRefused(EdgeServer server, SSLContext client) {
        assertThatThrownBy(() -> get(server, client, HttpClient.Version.HTTP_1_1)).isInstanceOfAny(SSLException.class,
                IOException.class);
    }

    /** The certificate last, so that a look between the two finds a pair that does not fit. */
    private void use(TestCertificate certificate) throws IOException {
        Files.copy(certificate.key(), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.chain(), folder.resolve("chain.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, String> reloading() {
        return Map.of("rivulet.http.tls.certificate", folder.resolve("chain.pem").toString(),
                "rivulet.http.tls.key", folder.resolve("key.pem").toString(), "rivulet.http.tls.check-interval",
                "20ms");
    }

    private static Map<String, String> settings(TestCertificate certificate) {
        return new HashMap<>(Map.of("rivulet.http.tls.certificate", certificate.chain().toString(),
                "rivulet.http.tls.key", certificate.key().toString()));
    }

    /** Returns whose certificate a new connection is shown. */
    private static String certificate(EdgeServer server) throws Exception {
        return ((X509Certificate) get(server, AUTHORITY.context(), HttpClient.Version.HTTP_1_1).sslSession()
                .orElseThrow().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    private static HttpResponse<String> get(EdgeServer server, SSLContext context, HttpClient.Version version)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).version(version).build()) {
            return http.send(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/healthz"))
                    .build(), BodyHandlers.ofString());
        }
    }
}
