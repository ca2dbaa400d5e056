package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page in a real browser, over the real system: one stack and one browser for all tests, a session for each. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class PageIT {

    private static final Script COUNTING = Script
            .of(IntStream.rangeClosed(1, 4000).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
            .withTiming(Duration.ZERO, Duration.ofMillis(20));
    private static final String WATCH = """
            window.violations = [];
            addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
            for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.pwned = name; };""";

    @TempDir
    static Path logs;

    private static Browser browser;
    private static PageStack stack;
    private static ChromeDriver driver;
    private final String session = "page-" + UUID.randomUUID();
    private ChatPage page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        driver = browser.driver;
        driver.manage().timeouts().scriptTimeout(Waiting.LIMIT);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        stack = new PageStack(logs);
        stack.answer("count", COUNTING);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        page = ChatPage.open(driver, stack.url(0), session);
    }

    @AfterEach
    void closeOtherTabs() {
        driver.getWindowHandles().stream().filter(tab -> !tab.equals(page.tab()))
                .forEach(tab -> driver.switchTo().window(tab).close());
        page.atFront();
        colours("light");
    }

    @Test
    void anAnswerIsLiveAndEndsWithItsTimings() {
        stack.answer("hello", Script.of("Hello **from** the river.\n\n- one\n- two"));
        page.ask("hello");
        page.awaitState("done");
        assertThat(page.texts(".question")).containsExactly("hello");
        assertThat(page.texts(".text > p > strong, .text li")).containsExactly("from", "one", "two");
        assertThat(page.css(".timeline").getDomAttribute("aria-label"))
                .matches("Timing: queued \\d.*, first token \\d.*, [\\d,]+ tokens/s, .* in all");
        assertThat(page.box().getDomProperty("value")).isEmpty();
        page.awaitText("#announcements", "Answer: Hello **from** the river.");
    }

    @Test
    void theStopButtonStopsTheTurnAndKeepsWhatWasSaid() {
        page.ask("count");
        page.awaitMoreThan(10);
        page.css("#stop").click();
        page.awaitState("done");
        page.awaitText(".ending", "Stopped.");
        PageChecks.counts(page.answer());
        assertThat(page.css("#stop").isDisplayed()).isFalse();
        await().until(() -> stack.simulator.openStreams() == 0);
    }

    @Test
    void aReloadInTheMiddleGoesOn() {
        page.ask("count");
        String before = page.awaitMoreThan(20);
        page.reload();
        String after = page.awaitMoreThan(before.length() + 20);
        assertThat(page.texts(".question")).containsExactly("count");
        PageChecks.counts(after);
        stopAndSee();
        page.reload();
        page.awaitState("done");
        PageChecks.counts(page.answer());
    }

    @Test
    void whateverWasAskedIsThereWithItsEndAndTimingsAfterAReloadAndOnASecondDevice() throws IOException {
        stack.answer("broken", Script.failing(new Fault.CutAfter(3)));
        stack.answer("refused", Script.failing(new Fault.Status(400, Optional.empty())));
        stack.answer("long", Script.of("word ".repeat(20_000)).withTiming(Duration.ZERO, Duration.ZERO));
        for (String prompt : List.of("hello", "broken", "refused", "long")) {
            page.ask(prompt);
            page.awaitEnd(prompt);
        }
        page.ask("count");
        page.awaitMoreThan(10);
        stopAndSee();
        List<String> asked = List.of("hello", "broken", "refused", "long", "count");
        Map<String, List<String>> shown = shown(page);
        assertThat(shown.get(".reason")).filteredOn(reason -> !reason.isEmpty()).hasSize(2);
        List<String> times = page.texts(".times");
        assertThat(times).hasSize(asked.size()).allMatch(text -> text.contains("in all"));

        page.reload();
        checkPast(page, asked, shown);
        assertThat(page.texts(".times")).isEqualTo(times);
        try (Browser device = Browser.start()) {
            ChatPage other = ChatPage.open(device.driver, stack.url(1), session);
            checkPast(other, asked, shown);
            assertThat(other.texts(".times")).isEqualTo(times);
        }
    }

    private static Map<String, List<String>> shown(ChatPage page) {
        return Stream.of(".text", ".reason", ".details", ".ending", ".asked-at").collect(Collectors.toMap(
                part -> part, part -> page.texts(part).stream().map(String::strip).toList()));
    }

    private static void checkPast(ChatPage page, List<String> asked, Map<String, List<String>> shown) {
        page.await("all that was asked", it -> it.texts(".question").equals(asked));
        page.await("all that was answered", it -> shown(it).get(".text").equals(shown.get(".text")));
        assertThat(shown(page)).isEqualTo(shown);
        assertThat(page.texts(".ending")).contains("Stopped.");
        assertThat(page.css("#earlier").isDisplayed()).isFalse();
    }

    @Test
    void aSecondTabAtAnotherGatewaySeesTheSameLiveAndCanJoinIn() {
        page.ask("count");
        page.awaitMoreThan(20);
        driver.switchTo().newWindow(WindowType.WINDOW);
        ChatPage other = ChatPage.open(driver, stack.url(1), session);
        String seen = other.awaitMoreThan(0);
        other.awaitMoreThan(seen.length() + 20);
        other.ask("and then?");
        other.awaitState("queued");
        page.atFront();
        page.awaitText(".origin", "from another tab or device");
        assertThat(page.texts(".question")).containsExactly("count", "and then?");
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitState("done");
        String answered = page.answer();
        assertThat(answered).startsWith("turn 2 | user: count");
        other.atFront();
        other.awaitState("done");
        assertThat(other.answer()).isEqualTo(answered);
        assertThat(other.texts(".ending")).contains("Stopped.");
    }

    @Test
    void aQuestionThatWaitsCanBeTakenBack() {
        page.ask("count");
        page.awaitMoreThan(0);
        page.ask("never asked");
        page.awaitState("queued");
        page.css(".turn:last-child .take-back").click();
        page.awaitText(".ending", "Stopped before it began.");
        stopAndSee();
        assertThat(stack.simulator.requests()).noneMatch(request -> request.prompt().equals("never asked"));
    }

    @Test
    void aGatewayThatIsKilledAndComesBackCostsNothingOfTheAnswer() {
        page.script("""
                window.asked = [];
                const post = MessagePort.prototype.postMessage;
                MessagePort.prototype.postMessage = function (message) {
                  if (message.reading) asked.push(message.reading.cursor);
                  post.call(this, message);
                };""");
        page.ask("count");
        page.awaitMoreThan(20);
        stack.killGateway();
        try {
            page.awaitText("#connection-state", "Reconnecting");
            page.awaitText("#trouble", "The connection is lost.");
            page.ask("asked while it was away");
            page.awaitText(".waiting", "Not sent yet: the gateway cannot be reached.");
        } finally {
            stack.startGateway();
        }
        String before = page.texts(".text").getFirst();
        page.awaitLive();
        page.awaitState("queued");
        String answer = page.awaitValue("the answer to go on", it -> {
            String text = it.texts(".text").getFirst();
            return text.length() > before.length() + 20 ? text : null;
        });
        PageChecks.counts(answer);
        assertThat(page.texts("#trouble")).containsExactly("");
        assertThat(page.<String>list("return asked")).as("what it had missed").isNotEmpty().doesNotContainNull();
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitState("done");
        assertThat(page.answer()).startsWith("turn 2 | user: count");
        assertThat(page.texts(".question")).containsExactly("count", "asked while it was away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "events"})
    void theBrowsersOwnEventSourceComesBackByItselfAndMissesNothing(String form) {
        String text = IntStream.range(0, 120).mapToObj(i -> "w" + i + " ").collect(Collectors.joining());
        stack.answer("words", Script.of(text).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        JsonNode seen = new BrowserEventSource(driver, stack.url(0)).read(form, session, "words", "w10");
        assertThat(seen.path("text").asText()).isEqualTo(text);
        assertThat(seen.path("connections").asInt()).isEqualTo(2);
    }

    @Test
    void aFailureIsSaidInPlainWordsAndCanBeAskedAgain() {
        stack.answer("fragile", Script.failing(new Fault.CutAfter(3)));
        page.ask("fragile");
        page.awaitState("error");
        page.awaitText(".failure", "The model’s answer broke off before its end.");
        assertThat(page.answer()).isEqualTo("one two three");
        stack.answer("fragile", Script.of("whole"));
        page.css(".again").click();
        page.awaitState("done");
        assertThat(page.answer()).isEqualTo("whole");
    }

    @Test
    void hostileMarkdownRunsNothingLoadsNothingAndLeadsNowhereElse() throws IOException {
        stack.answer("attack", Script.of(PageChecks.resource("hostile.md")));
        browser.requested().count(); // what was before
        page.ask("attack");
        page.awaitState("done");
        assertThat(page.answer()).contains("<script>window.pwned", "<!-- <script>", "The end is reached.");
        PageChecks.harmless(page);
        page.reload(); // and as a whole, from the conversation
        page.awaitText(".text", "The end is reached.");
        PageChecks.harmless(page);
        assertThat(browser.requested()).isNotEmpty().allMatch(url -> url.startsWith(stack.url(0)));
        assertThat(page.<List<?>>script("return violations")).isEmpty();
    }

    @Test
    void whatGotPastTheMarkdownWouldMeetThePolicy() {
        page.script("""
                const attempt = (attack) => { try { attack(); } catch (refused) { violations.push(refused.name); } };
                const element = document.body.appendChild(document.createElement('div'));
                attempt(() => { element.innerHTML = '<b>x</b>'; });
                attempt(() => { element.setAttribute('onclick', 'window.pwned = 1'); });
                attempt(() => new SharedWorker(location.href));
                attempt(() => new Worker('assets/app.js'));
                for (const name of ['rivulet-worker', 'another', 'default']) {
                  attempt(() => trustedTypes.createPolicy(name, { createScriptURL: (url) => url }));
                }
                attempt(() => { document.body.appendChild(new Image()).src = 'https://evil.example/x.png'; });
                fetch('https://evil.example/').catch(() => violations.push('fetch failed'));""");
        page.await("the browser to refuse all", it -> Set.copyOf(it.list("return violations"))
                .containsAll(Set.of("TypeError", "img-src", "connect-src", "fetch failed")));
        assertThat(page.<Long>script("return violations.filter((name) => name === 'TypeError').length")).isEqualTo(7);
    }

    @Test
    void hugeNestingIsShownAndTheNextAnswerToo() {
        stack.answer("deep", Script.of("> ".repeat(3000) + "deep\n\n" + "[".repeat(3000) + "*a **b ".repeat(500)
                + "\n\n"
                + IntStream.range(0, 200).mapToObj(i -> " ".repeat(2 * i) + "- x\n").collect(Collectors.joining())));
        stack.answer("after", Script.of("still here"));
        page.ask("deep");
        page.awaitState("done");
        page.ask("after");
        page.awaitText(".text", "still here");
    }

    @Test
    void aTextThatGrewIsTheTextAtOnce() throws IOException {
        Object difference = driver.executeAsyncScript(PageChecks.resource("growing.js"), List.of(
                PageChecks.resource("hostile.md"),
                "para\n===\n\n- a\n\n  b\n- c\n\n\n1. x\n   ```js\n   code\n   ```\n2. y\n\n> q\nlazy\n> - z\n\n"
                        + "a|b\n-|-\n-x|y\n\n***\n\n~~~\nfence never closed\n\n# no heading",
                "a\r\nb\r\n\r\n- x\r\n\r\ntext [k] and [j]\r\n\r\n"
                        + "[k]: https://k.example\r\n[j]: https://jj.example 'T'\r\n",
                "a|b\n-|-\n1|2\n-\n-x\n\n* * *\n- - -\n1) a\n2) b\nafter\n\n**b *i* b** &amp; &#x6a;"));
        assertThat(difference).isEqualTo("");
    }

    @Test
    void theConversationIsWhatItsEventsSay() throws IOException {
        assertThat(driver.executeAsyncScript(PageChecks.resource("conversation.js"))).isEqualTo("");
    }

    @Test
    void aLongAnswerTouchesOnlyItsEnd() {
        String paragraph = "A paragraph of an answer that is a **long** one, with `code`.\n\n";
        stack.answer("long",
                Script.ofTokens(Stream.concat(Collections.nCopies(370, paragraph).stream(), Stream.of("end"))
                        .toList()).withTiming(Duration.ZERO, Duration.ofMillis(4)));
        page.script("""
                window.made = 0;
                const make = document.createElement;
                document.createElement = function (name) { made++; return make.call(this, name); };""");
        page.ask("long");
        page.await("some paragraphs", it -> it.texts(".text > p").size() > 2);
        page.script("""
                window.touched = 0;
                window.first = document.querySelector('.text > p');
                new MutationObserver((changes) => { touched += changes.length; }).observe(first,
                  { subtree: true, childList: true, characterData: true });""");
        page.awaitState("done");
        page.awaitText(".text > p:last-child", "end");
        assertThat(page.answer()).hasSizeGreaterThan(20_000);
        assertThat(page.<Long>script("return touched")).isZero();
        assertThat(page.<Boolean>script("return first === document.querySelector('.text > p')")).isTrue();
        assertThat(page.<Long>script("return made")).as("elements made for 371 paragraphs").isBetween(1100L, 6000L);
        assertThat(page.<Boolean>script("return document.documentElement.scrollHeight - innerHeight - scrollY < 8"))
                .isTrue();
    }

    @Test
    void aReaderOfTheScreenAndOneInTheDarkFindTheirWay() {
        stack.answer("show",
                Script.of("# Title\n\ntext `code` [link](https://good.example)\n\n```sh\nls\n```\n\n|a|\n|-|\n|b|"));
        page.ask("show");
        page.awaitState("done");
        PageChecks.accessible(page);
        String bright = page.css("html").getCssValue("background-color");
        colours("dark");
        assertThat(page.css("html").getCssValue("background-color")).isNotEqualTo(bright);
        page.css("[data-does=share]").click();
        assertThat(page.css("#share .link").getDomProperty("value")).isEqualTo(page.address());
        PageChecks.accessible(page);
        assertThat(page.css("#turns").getDomAttribute("role")).isEqualTo("log");
        assertThat(page.css("#turns").getDomAttribute("aria-live")).isEqualTo("off");
    }

    @Test
    void aSmallScreenScrollsOnlyDown() {
        stack.answer("wide", Script.of("|a wide table|\n|-|\n|" + "word ".repeat(20) + "|\n\n```\n" + "code".repeat(99)
                + "\n```\n\n" + "unbroken".repeat(40)));
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 320, "height", 600, "deviceScaleFactor", 1, "mobile", true));
        try {
            page.ask("wide");
            page.awaitState("done");
            assertThat(page.<Long>script("return document.documentElement.scrollWidth")).isEqualTo(320);
            assertThat(page.css(".send").isDisplayed()).isTrue();
        } finally {
            driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void aNewConversationIsEmptyAndTheOldOneIsBehindTheBackButton() {
        page.ask("remember me");
        page.awaitState("done");
        page.css("[data-does=new]").click();
        page.awaitText("#welcome h2", "Ask something.");
        page.await("another session", it -> !it.css("body").getDomAttribute("data-session").equals(session));
        page.awaitLive();
        assertThat(page.texts(".question")).isEmpty();
        driver.navigate().back();
        page.awaitText(".question", "remember me");
    }

    @Test
    void aForgottenConversationIsGoneEverywhere() {
        page.ask("forget me");
        page.awaitState("done");
        page.css("[data-does=forget]").click();
        page.css("#forget .forget").click();
        page.awaitText("#forget .result", "Forgotten: nobody sees it any more");
        page.css("#forget summary").click();
        page.awaitText("#forget li", "chunk-events: until ");
        page.css("#forget [data-does=close]").click();
        page.await("an empty page", it -> it.texts(".question").isEmpty());
        page.reload();
        page.awaitText("#welcome h2", "Ask something.");
        assertThat(page.texts(".question")).isEmpty();
    }

    private void stopAndSee() {
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitText(".ending", "Stopped.");
    }

    private static void colours(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }
}
