package dev.rivulet.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page of a gateway that authenticates its callers, in a real browser. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class LoginIT {

    @TempDir
    static Path folder;

    @Test
    void whoHasAKeyUsesThePageAsEverAndWhoHasNoneIsAskedForIt() throws IOException, InterruptedException {
        ApiKey.Generated made = ApiKey.generate("k1", "alice", ApiKey.scopes("ask,read"), Optional.empty());
        Path keys = Files.writeString(folder.resolve("keys"), made.line().line() + "\n");
        try (Stack stack = Stack.start(Config.of(Map.of(), settings(keys)), Optional.empty());
                Browser browser = Browser.start()) {
            String address = stack.url() + "/";
            browser.driver.get(address);
            Waiting.await().until(() -> !browser.driver.findElements(By.id("login")).isEmpty());
            assertThat(browser.driver.findElements(By.id("prompt"))).isEmpty();

            browser.driver.findElement(By.name("key")).sendKeys("rk.k1." + "A".repeat(43), Keys.ENTER);
            Waiting.await().until(() -> browser.driver.findElement(By.id("said")).getText().contains("not valid"));

            browser.driver.findElement(By.name("key")).clear();
            browser.driver.findElement(By.name("key")).sendKeys(made.key(), Keys.ENTER);
            Waiting.await().until(() -> !browser.driver.findElements(By.id("prompt")).isEmpty());
            ChatPage page = ChatPage.open(browser.driver, address, "login");
            page.ask("hello");
            page.awaitState("done");
            assertThat(page.answer()).isNotBlank();
            assertThat(browser.driver.executeScript("return document.cookie")).isEqualTo("");
        }
    }

    private static Map<String, String> settings(Path keys) {
        return Map.of("rivulet.kafka.bootstrap-servers", SharedKafka.bootstrapServers(), "rivulet.topics.prefix",
                SharedKafka.newPrefix(LoginIT.class), "rivulet.topics.partitions", "2", "rivulet.provider.kind",
                "simulator", "rivulet.http.port", "0", "rivulet.auth.keys-file", keys.toString());
    }
}
