package dev.rivulet.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.tls.TestCertificate;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;

/** The page over HTTPS, as an exposed gateway serves it, in a real browser. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class SecureLoginIT {

    private static final String COOKIE = "__Host-rivulet-key";

    @TempDir
    static Path folder;

    @Test
    void theKeyIsInACookieOfThisHostThatOnlyTheBrowserSendsAndOnlyOverTls() throws Exception {
        ApiKey.Generated made = ApiKey.generate("k1", "alice", ApiKey.scopes("ask,read"), Optional.empty());
        try (TestAuthority authority = TestAuthority.create()) {
            TestCertificate certificate = authority.issue("gateway");
            try (Stack stack = Stack.start(Config.of(Map.of(), settings(made, certificate)), Optional.empty());
                    Browser browser = Browser.trusting(certificate.chain())) {
                String address = stack.url() + "/";
                assertThat(address).startsWith("https://");
                browser.driver.get("about:blank");
                browser.requested().count(); // what was before
                browser.driver.get(address);
                Waiting.await().until(() -> !browser.driver.findElements(By.id("login")).isEmpty());
                assertThat(browser.driver.manage().getCookies()).isEmpty();
                browser.driver.findElement(By.name("key")).sendKeys(made.key(), Keys.ENTER);
                Waiting.await().until(() -> !browser.driver.findElements(By.id("prompt")).isEmpty());

                Cookie cookie = browser.driver.manage().getCookieNamed(COOKIE);
                assertThat(cookie.getValue()).isEqualTo(made.key());
                assertThat(cookie.isSecure()).isTrue();
                assertThat(cookie.isHttpOnly()).isTrue();
                assertThat(cookie.getSameSite()).isEqualTo("Strict");
                assertThat(cookie.getPath()).isEqualTo("/");
                assertThat(cookie.getDomain()).as("of this host alone").isEqualTo("127.0.0.1");
                assertThat(cookie.getExpiry()).as("until the browser is closed").isNull();
                assertThat(browser.driver.executeScript("return document.cookie")).isEqualTo("");

                ChatPage page = ChatPage.open(browser.driver, address, "secure");
                page.ask("hello");
                page.awaitState("done");
                assertThat(page.answer()).isNotBlank();
                assertThat(page.<String>script(
                        "return performance.getEntriesByType('navigation')[0].nextHopProtocol")).isEqualTo("h2");
                List<String> requested = browser.requested().toList();
                assertThat(requested).isNotEmpty().allMatch(url -> url.startsWith(address) || url.startsWith("wss:"))
                        .noneMatch(url -> url.contains(made.key()));

                page.css("#sign-out").click();
                Waiting.await().until(() -> !browser.driver.findElements(By.id("login")).isEmpty());
                assertThat(browser.driver.manage().getCookieNamed(COOKIE)).isNull();
            }
        }
    }

    private static Map<String, String> settings(ApiKey.Generated key, TestCertificate certificate)
            throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), key.line().line() + "\n");
        Map<String, String> settings = new HashMap<>(Map.of("rivulet.kafka.bootstrap-servers",
                SharedKafka.bootstrapServers(), "rivulet.topics.prefix", SharedKafka.newPrefix(SecureLoginIT.class),
                "rivulet.topics.partitions", "2", "rivulet.provider.kind", "simulator", "rivulet.http.port", "0"));
        settings.putAll(Map.of("rivulet.auth.keys-file", keys.toString(), "rivulet.http.tls.certificate",
                certificate.chain().toString(), "rivulet.http.tls.key", certificate.key().toString()));
        return settings;
    }
}
