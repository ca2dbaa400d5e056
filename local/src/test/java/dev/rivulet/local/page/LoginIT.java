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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page of a gateway that authenticates its callers, in a real browser. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class LoginIT {

    private static final ApiKey.Generated KEY = ApiKey.generate("k1", "alice", ApiKey.scopes("ask,read,cancel"),
            Optional.empty());

    @TempDir
    static Path folder;

    private static Stack stack;
    private static Browser browser;
    private static String address;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path keys = Files.writeString(folder.resolve("keys"), KEY.line().line() + "\n");
        stack = Stack.start(Config.of(Map.of(), settings(keys)), Optional.empty());
        address = stack.url() + "/";
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void openSignedOut() {
        browser.driver.get(address);
        browser.driver.manage().deleteAllCookies();
        browser.driver.get(address);
        Waiting.await().until(() -> !browser.driver.findElements(By.id("login")).isEmpty());
    }

    @Test
    void whoHasAKeyUsesThePageAsEverAndWhoHasNoneIsAskedForIt() {
        assertThat(browser.driver.findElements(By.id("prompt"))).isEmpty();

        browser.driver.findElement(By.name("key")).sendKeys("rk.k1." + "A".repeat(43), Keys.ENTER);
        Waiting.await().until(() -> browser.driver.findElement(By.id("said")).getText().contains("not valid"));

        browser.driver.findElement(By.name("key")).clear();
        signIn();
        ChatPage page = ChatPage.open(browser.driver, address, "login");
        page.ask("hello");
        page.awaitState("done");
        assertThat(page.answer()).isNotBlank();
        assertThat(browser.driver.executeScript("return document.cookie")).isEqualTo("");
    }

    private static void signIn() {
        browser.driver.findElement(By.name("key")).sendKeys(KEY.key(), Keys.ENTER);
        Waiting.await().until(() -> !browser.driver.findElements(By.id("prompt")).isEmpty());
    }

    @Test
    void aConversationIsSharedToReadOrToWriteWithWhoeverHasNoKeyUntilItsOwnerSignsOut() throws IOException {
        signIn();
        try (Browser guests = Browser.start()) {
            ChatPage owner = ChatPage.open(browser.driver, address, "shared");
            owner.ask("hello");
            owner.awaitState("done");
            owner.css("[data-does=share]").click();
            String toWrite = linkWith(owner, "s=shared&grant=rg.");
            owner.css("#share [value=read]").sendKeys(Keys.SPACE);
            String toRead = linkWith(owner, "s=shared&read&grant=rg.");
            assertThat(owner.css("#share .until").getText()).contains("The link is good until ");
            assertThat(owner.css("#share .honest").isDisplayed()).isFalse();
            owner.css("#share [data-does=close]").click();

            guests.driver.get("about:blank");
            guests.requested().count(); // what was before
            ChatPage reader = open(guests, toRead);
            assertThat(reader.texts(".question")).containsExactly("hello");
            assertThat(reader.css("#composer").isDisplayed()).isFalse();
            assertThat(reader.css("#reading a").isDisplayed()).isFalse();
            assertThat(reader.css("#sign-out").isDisplayed()).isFalse();

            ChatPage writer = open(guests, toWrite);
            writer.ask("and me?");
            writer.awaitText(".question", "and me?");
            writer.awaitState("done");
            owner.awaitText(".question", "and me?");
            assertThat(guests.requested()).isNotEmpty().allMatch(url -> url.startsWith(address))
                    .noneMatch(url -> url.contains("rg."));
            guests.driver.get(address);
            Waiting.await().until(() -> !guests.driver.findElements(By.id("login")).isEmpty());

            owner.css("#sign-out").click();
            Waiting.await().until(() -> !browser.driver.findElements(By.id("login")).isEmpty());
            browser.driver.navigate().refresh();
            assertThat(browser.driver.findElements(By.id("prompt"))).isEmpty();
        }
    }

    /** Returns the link in the dialog when it is this one. */
    private static String linkWith(ChatPage page, String content) {
        return page.awaitValue("a link with " + content, it -> {
            String link = it.css("#share .link").getDomProperty("value");
            return link.contains(content) ? link : null;
        });
    }

    private static ChatPage open(Browser browser, String link) {
        browser.driver.get("about:blank");
        browser.driver.get(link);
        ChatPage page = new ChatPage(browser.driver, browser.driver.getWindowHandle(), link);
        page.awaitLive();
        return page;
    }

    private static Map<String, String> settings(Path keys) {
        return Map.of("rivulet.kafka.bootstrap-servers", SharedKafka.bootstrapServers(), "rivulet.topics.prefix",
                SharedKafka.newPrefix(LoginIT.class), "rivulet.topics.partitions", "2", "rivulet.provider.kind",
                "simulator", "rivulet.http.port", "0", "rivulet.auth.keys-file", keys.toString(),
                "rivulet.auth.secrets", "0123456789-0123456789-0123456789-0123456789");
    }
}
