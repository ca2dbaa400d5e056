package dev.rivulet.gateway.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.testkit.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the issuer's server does, a fetch ends in time, with keys or a reason. */
class IssuerClientTest {

    private static final String DISCOVERED = "rivulet.auth.jwt.issuer";

    private static final String CA_FILE = "rivulet.auth.jwt.ca-file";

    @TempDir
    private Path folder;
    private final TestIssuer issuer = new TestIssuer();
    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void close() {
        ended.countDown();
        issuer.close();
    }

    @Test
    void keysAreFetched() throws Exception {
        assertThat(fetch(Map.of()).size()).isEqualTo(2);
    }

    @Test
    void aStatusOtherThan200IsAFailure() {
        for (int status : new int[]{404, 500, 503}) {
            issuer.answer(status, "");
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> fetch(Map.of()))
                    .withMessage("the response has status " + status);
        }
    }

    @Test
    void aPageIsNoSetOfKeys() {
        issuer.answer(200, "<!doctype html><title>Sign in</title>");
        assertThatIllegalArgumentException().isThrownBy(() -> fetch(Map.of()))
                .withMessage("it is no set of keys (JWKS)");
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLonger() {
        issuer.answer(exchange -> await());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> fetch(Map.of("rivulet.auth.jwt.fetch-timeout", "100ms")))
                .withMessage("no whole response within 100 ms");
    }

    @Test
    void aServerThatSendsByteByByteIsNotWaitedForLonger() {
        issuer.answer(this::drip);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> fetch(Map.of("rivulet.auth.jwt.fetch-timeout", "300ms")))
                .withMessage("no whole response within 300 ms");
    }

    @Test
    void aDocumentThatIsTooLargeIsNotReadToItsEnd() {
        issuer.answer(200, TestIssuer.json(TestIssuer.RSA) + " ".repeat(10 << 20));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> fetch(Map.of()))
                .withMessage("the response is larger than 262144 bytes");
    }

    @Test
    void aServerThatIsAwayIsAFailure() {
        String away = issuer.url("/keys");
        issuer.close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> fetch(Map.of("rivulet.auth.jwt.jwks-url", away)));
    }

    @Test
    void theDiscoveryDocumentSaysWhereTheKeysAre() throws Exception {
        String name = issuer.url("");
        issuer.discovery("{\"issuer\":\"" + name + "\",\"jwks_uri\":\"" + issuer.url("/keys") + "\"}");
        assertThat(discover(name).size()).isEqualTo(2);
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved() {
        String name = issuer.url("");
        issuer.discovery("{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + issuer.url("/keys") + "\"}");
        assertThatIllegalArgumentException().isThrownBy(() -> discover(name)).withMessageContaining("not of this");
        issuer.discovery("{\"issuer\":\"" + name + "\",\"jwks_uri\":\"file:///etc/passwd\"}");
        assertThatIllegalArgumentException().isThrownBy(() -> discover(name)).withMessageContaining("where the keys");
        issuer.discovery("<html>");
        assertThatIllegalArgumentException().isThrownBy(() -> discover(name)).withMessageContaining("not JSON");
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void anIssuerOfAnAuthorityOfOnesOwnIsTrustedWithItsFileAndNotWithout() throws Exception {
        try (TestAuthority authority = TestAuthority.create();
                TestAuthority another = TestAuthority.create();
                TestIssuer secure = TestIssuer.over(authority.contextOf(authority.issue("issuer")))) {
            Path file = folder.resolve("ca.pem");
            Files.copy(another.certificate(), file);
            JwtSettings settings = JwtSettings.of(secure.config(Map.of(CA_FILE, file.toString())));
            IssuerClient client = new IssuerClient(settings);
            assertThatExceptionOfType(IOException.class).isThrownBy(client::fetch);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(new IssuerClient(JwtSettings.of(secure.config(Map.of())))::fetch);
            // It is read again for each fetch, so that an authority can be replaced without a restart.
            Files.copy(authority.certificate(), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(client.fetch().size()).isEqualTo(2);
            Files.writeString(file, "");
            assertThatExceptionOfType(IOException.class).isThrownBy(client::fetch)
                    .withMessageContaining("rivulet.auth.jwt.ca-file");
        }
    }

    @Test
    void aFileWithoutAuthoritiesIsRefusedAtTheStart() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> fetch(Map.of(CA_FILE, folder.resolve("none.pem").toString())))
                .withMessageContaining("rivulet.auth.jwt.ca-file");
    }

    private KeySet fetch(Map<String, String> settings) throws Exception {
        return new IssuerClient(JwtSettings.of(issuer.config(settings))).fetch();
    }

    private KeySet discover(String name) throws Exception {
        return fetch(Map.of(DISCOVERED, name, "rivulet.auth.jwt.jwks-url", ""));
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (ended.getCount() > 0) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            Thread.onSpinWait();
        }
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
