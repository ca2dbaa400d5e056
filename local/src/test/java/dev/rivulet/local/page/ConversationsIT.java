package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.system.TestSystem;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/** What the page does with whole conversations: lists, keeps, exports and shares them. One browser and one stack. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class ConversationsIT {

    private static final String HOSTILE = "<img src=x onerror=\"pwned=1\"> ](javascript:pwned) \u202e /../../etc";
    private static final String TITLES = "#conversations li bdi";

    @TempDir
    static Path downloaded;

    private static Browser browser;
    private static TestSystem system;
    private static ChromeDriver driver;
    private final String session = "conversations-" + UUID.randomUUID();
    private ChatPage page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        driver = browser.driver;
        driver.manage().timeouts().scriptTimeout(Waiting.LIMIT);
        driver.executeCdpCommand("Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", downloaded.toString()));
        system = TestSystem.inSharedKafka(1, 2, Map.of());
        system.answer("hello", Script.of("Hello **from** the river."));
        system.answer(HOSTILE, Script.of("Never mind."));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        page = ChatPage.open(driver, url(0), session);
    }

    @AfterEach
    void forgetAll() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.get(url(0) + "healthz");
        page.script("localStorage.clear()");
    }

    @Test
    void whatIsKeptIsBoundedAndHarmsNothing() throws IOException {
        assertThat(driver.executeAsyncScript(PageChecks.resource("kept.js"))).isEqualTo("");
    }

    @Test
    void theListHasEachConversationWithTheCurrentOneMarkedAndLeadsToTheOthers() {
        answered("hello");
        page = ChatPage.open(driver, url(0), session + "-b");
        assertThat(openList()).as("nothing was asked in this one").containsExactly("hello");
        closeDialog();
        answered(HOSTILE);
        assertThat(openList()).hasSize(2).last().isEqualTo("hello");
        assertThat(page.texts(TITLES).getFirst()).startsWith("<img src=x onerror=").doesNotContain("\u202e");
        assertThat(page.texts("#conversations [aria-current=page] bdi")).containsExactly(page.texts(TITLES).getFirst());
        assertThat(page.<Object>script("return window.pwned")).isNull();
        page.css("#conversations [type=search]").sendKeys("HEL lo");
        assertThat(page.texts(TITLES)).containsExactly("hello");
        page.awaitText("#conversations .result", "1 found");
        page.css("#conversations li a").click();
        page.await("the other conversation", it -> it.css("body").getDomAttribute("data-session").equals(session));
        page.awaitText(".question", "hello");
    }

    @Test
    void aForgottenConversationIsInNoList() {
        answered("hello");
        page.css("[data-does=forget]").click();
        page.css("#forget .forget").click();
        page.await("an empty page", it -> it.texts(".question").isEmpty());
        closeDialog();
        assertThat(openList()).isEmpty();
        page.awaitText("#conversations .result", "None yet.");
    }

    @Test
    void theListFitsASmallScreen() {
        answered("hello");
        page.script("""
                for (let i = 0; i < 50; i++) localStorage.setItem('rivulet.1.conversation.other' + i,
                  JSON.stringify({ title: 'unbroken'.repeat(20), at: i }));""");
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 640, "deviceScaleFactor", 1, "mobile", true));
        assertThat(openList()).hasSize(51);
        assertThat(page.<Boolean>script("""
                const { left, right, top, bottom } = document.getElementById('conversations').getBoundingClientRect();
                return left >= 0 && right <= 360 && top >= 0 && bottom <= 640
                  && document.documentElement.scrollWidth === 360;""")).isTrue();
        assertThat(page.css("#conversations [data-does=close]").isDisplayed()).isTrue();
        PageChecks.accessible(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'x'); } })",
            "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"})
    void withoutStorageThePageWorksAndKeepsNothing(String broken) {
        Object script = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", broken))
                .get("identifier");
        try {
            page.reload();
            answered("hello");
            page.box().sendKeys("half");
            assertThat(openList()).isEmpty();
        } finally {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
        }
        page.reload();
    }

    @Test
    void aDraftOutlivesAReloadInItsOwnConversationUntilItIsSent() {
        page.box().sendKeys("hel");
        page.reload();
        assertThat(page.box().getDomProperty("value")).isEqualTo("hel");
        assertThat(page.css(".send").isEnabled()).isTrue();
        ChatPage other = ChatPage.open(driver, url(0), session + "-b");
        assertThat(other.box().getDomProperty("value")).isEmpty();
        page = ChatPage.open(driver, url(0), session);
        page.ask("lo");
        page.awaitState("done");
        assertThat(page.texts(".question")).containsExactly("hello");
        page.reload();
        assertThat(page.box().getDomProperty("value")).isEmpty();
    }

    @Test
    void aConversationIsSavedWithAllThatTheLogHasAndWithItsEnds() throws IOException {
        system.answer("broken", Script.failing(new Fault.CutAfter(3)));
        system.answer("open", Script.of("```\n<!-- an answer that leaves\n> all open"));
        system.answer("slow", Script.of("word ".repeat(4000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        for (String prompt : List.of(HOSTILE, "broken", "open", "hello")) {
            page.ask(prompt);
            page.awaitEnd(prompt);
        }
        page.ask("slow");
        page.awaitMoreThan(10);
        page.reload();
        page.awaitMoreThan(10);

        JsonNode json = Json.MAPPER.readTree(saved("json"));
        assertThat(json.path("format").asText()).isEqualTo("rivulet.conversation");
        assertThat(json.findValuesAsText("prompt")).containsExactly(HOSTILE, "broken", "open", "hello", "slow");
        assertThat(json.findValuesAsText("status")).containsExactly("done", "error", "done", "done", "open");
        assertThat(json.path("turns").path(1).path("error").path("code").asText()).isEqualTo("upstream_truncated");
        assertThat(json.path("turns").path(1).path("text").asText()).isEqualTo("one two three");
        assertThat(json.path("turns").path(3).path("timings").path("totalMs").isNumber()).isTrue();
        assertThat(json.path("turns").path(4).path("text").asText()).startsWith("word word");
        assertThat(json.toString()).doesNotContain(session);

        String markdown = saved("markdown");
        assertThat(markdown).startsWith("# \\<img src=x onerror=\"pwned=1\"\\> \\](javascript:pwned) /../../etc\n")
                .contains("\n## 1. 20", "\n> " + HOSTILE + "\n\nNever mind.\n\n*done",
                        "one two three\n\n*error · upstream\\_truncated ",
                        "\n> ```\n> <!-- an answer that leaves\n> > all open\n\n*done · ", "Hello **from** the river.",
                        "\n\n*open · ")
                .doesNotContain(session);
        page.css("#stop").click();
    }

    @Test
    void aLongConversationIsReadByPagesAndAFailureInTheMiddleSavesNothing() throws IOException {
        String stub = """
                const turns = (from, to) => Array.from({ length: to - from }, (_, i) => ({ turnId: `t${to - 1 - i}`,
                  prompt: `p${to - 1 - i}`, status: 'done', text: 'x' }));
                window.asked = [];
                const call = window.fetch;
                window.fetch = async (url, options) => {
                  if (!/\\/turns(\\?|$)/.test(url)) return call(url, options);
                  const before = new URL(url).searchParams.get('before');
                  asked.push(before);
                  if (before === arguments[0]) return Response.json({ detail: 'Kafka is away.' }, { status: 503 });
                  const to = before ? Number(before.slice(1)) : 1000;
                  return Response.json({ turns: turns(Math.max(0, to - 50), to), more: to > 50 });
                };""";
        page.script("window.stub = function () { " + stub + " }; stub('t500')");
        share("json");
        page.awaitText("#share .result", "Not saved. Kafka is away.");
        assertThat(downloads()).isEmpty();
        closeDialog();
        page.script("stub('never')");
        JsonNode json = Json.MAPPER.readTree(saved("json"));
        assertThat(json.path("turns").size()).isEqualTo(1000);
        assertThat(json.path("turns").path(0).path("turnId").asText()).isEqualTo("t0");
        assertThat(page.<Long>script("return asked.length")).isEqualTo(20);
    }

    @Test
    void addressesAndCodesAreWhatTheySay() throws IOException {
        assertThat(driver.executeAsyncScript(PageChecks.resource("share.js"))).isEqualTo("");
    }

    @Test
    void aConversationIsSharedToJoinOrToReadWithACodeAndAWarningOfALoopbackAddress() {
        page.css("[data-does=share]").click();
        page.await("a code", it -> it.css("#share .qr svg").isDisplayed());
        assertThat(page.css("#share .warning").getText()).contains("other devices cannot open it");
        assertThat(page.css("#share .link").getDomProperty("value")).isEqualTo(page.address());
        assertThat(page.css("#share .honest").isDisplayed()).isFalse();
        String toJoin = page.css("#share .qr path").getDomAttribute("d");
        page.css("#share [value=read]").sendKeys(Keys.SPACE);
        page.await("another code", it -> !it.css("#share .qr path").getDomAttribute("d").equals(toJoin));
        assertThat(page.css("#share .link").getDomProperty("value")).isEqualTo(page.address() + "&read");
        assertThat(page.css("#share .honest").getText()).contains("not the server");
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 640, "deviceScaleFactor", 1, "mobile", true));
        assertThat(page.<Boolean>script("""
                const { left, right, top, bottom } = document.getElementById('share').getBoundingClientRect();
                return left >= 0 && right <= 360 && top >= 0 && bottom <= 640
                  && document.getElementById('share').scrollWidth <= 360;""")).isTrue();
        PageChecks.accessible(page);
    }

    @Test
    void aPageThatOnlyReadsSeesAllAndOffersNothingElseUntilItJoins() {
        system.answer("slow", Script.of("word ".repeat(4000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        page.ask("slow");
        page.awaitMoreThan(0);
        page = ChatPage.open(driver, url(1), session + "&read");
        page.awaitMoreThan(20);
        assertThat(page.texts("body.reads")).hasSize(1);
        for (String writes : List.of("#composer", "[data-does=forget]", ".skip", ".take-back", ".again")) {
            assertThat(page.css(writes).isDisplayed()).as(writes).isFalse();
        }
        driver.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        page.script("document.querySelectorAll('[data-does=stop], [data-does=suggest]').forEach((it) => it.click())");
        page.awaitMoreThan(page.answer().length() + 20);
        assertThat(page.texts(".question")).containsExactly("slow");
        PageChecks.accessible(page);
        page.css("#reading a").click();
        page.await("the page to join", it -> it.texts("body.reads").isEmpty() && it.css("#stop").isDisplayed());
        page.css("#stop").click();
        page.awaitText(".ending", "Stopped.");
    }

    private void answered(String prompt) {
        page.ask(prompt);
        page.awaitState("done");
    }

    private List<String> openList() {
        page.css("[data-does=conversations]").click();
        return page.texts(TITLES);
    }

    private void closeDialog() {
        page.css("dialog[open] [data-does=close]").click();
    }

    private void share(String form) {
        page.css("[data-does=share]").click();
        page.css("#share [value=" + form + "]").click();
    }

    /** Saves the conversation and returns what the file has. The dialog is closed again. */
    private String saved(String form) throws IOException {
        share(form);
        page.awaitText("#share .result", "Saved: ");
        await("the file").until(() -> downloads().stream().noneMatch(file -> file.endsWith(".crdownload"))
                && downloads().size() == 1);
        Path file = downloaded.resolve(downloads().getFirst());
        String text = Files.readString(file);
        Files.delete(file);
        closeDialog();
        return text;
    }

    private static List<String> downloads() throws IOException {
        try (Stream<Path> files = Files.list(downloaded)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String url(int gateway) {
        return system.client(gateway).base() + "/";
    }
}
