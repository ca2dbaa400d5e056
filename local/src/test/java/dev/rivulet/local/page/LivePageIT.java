package dev.rivulet.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatedRequest;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** What the page says while something happens to a turn: one stack and one browser, a session for each test. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class LivePageIT {

    private static final Script COUNTING = Script
            .of(IntStream.rangeClosed(1, 4000).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
            .withTiming(Duration.ZERO, Duration.ofMillis(20));

    @TempDir
    static Path logs;

    private static Browser browser;
    private static LiveStack stack;
    private static ChromeDriver driver;
    private final String session = "live-" + UUID.randomUUID();
    private ChatPage page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        driver = browser.driver;
        driver.manage().timeouts().scriptTimeout(Waiting.LIMIT);
        stack = new LiveStack(logs);
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
        page = ChatPage.open(driver, stack.url(), session);
    }

    @AfterEach
    void closeOtherTabs() {
        driver.getWindowHandles().stream().filter(tab -> !tab.equals(page.tab()))
                .forEach(tab -> driver.switchTo().window(tab).close());
        page.atFront();
    }

    @Test
    void whatIsSaidOfSilentAndLostWorkersIsWhatTheEventsSay() throws IOException {
        assertThat(driver.executeAsyncScript(PageChecks.resource("attempts.js"))).isEqualTo("");
    }

    @Test
    void whenAWorkerDiesThePageSaysSoAndTheOldTextStaysUntilTheNewOneHasPassedIt() throws InterruptedException {
        page.ask("count");
        String old = page.awaitMoreThan(300);
        stack.answer("count", COUNTING.withTiming(Duration.ZERO, Duration.ofMillis(5))); // the second time
        stack.killWorker();
        page.awaitText(".silence", "Nothing new for ");
        page.awaitText(".silence", "The worker may be lost; then another takes over.");
        page.awaitText(".restart", "another began again after ");
        assertThat(page.texts(".before").getFirst()).startsWith(old);
        page.awaitMoreThan(20);
        assertThat(page.css(".before").isDisplayed()).as("the old text").isTrue();
        PageChecks.accessible(page);
        page.await("the new text to pass the old one", it -> !it.css(".before").isDisplayed());
        PageChecks.counts(page.answer());
        assertThat(page.answer()).startsWith(old);
        assertThat(page.texts(".silence")).containsExactly("");
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitState("done");
        assertThat(page.texts(".restart").getFirst())
                .matches(
                        "The worker was lost at character [\\d,]+; another began again after [\\d.]+ s. "
                                + "Nothing was lost.");
        assertThat(page.css(".timeline").getDomAttribute("aria-label"))
                .matches("Timing: [\\d.]+ s until attempt 2, first token .* in all");
        assertThat(page.list("return [...document.querySelectorAll('.timeline > *')].map((e) => e.classList[0])"))
                .contains("gone", "nobody", "flowed");
        stack.answer("count", COUNTING);
    }

    @Test
    void howManyWatchIsSaidUnlessThePageIsAlone() throws IOException {
        assertThat(page.css("#watching").isDisplayed()).isFalse();
        driver.switchTo().newWindow(WindowType.WINDOW);
        ChatPage other = ChatPage.open(driver, stack.url(), session);
        other.awaitText("#watching", "2 watching");
        PageChecks.accessible(other);
        page.atFront();
        page.awaitText("#watching", "2 watching");
        assertThat(page.css("#watching").getDomAttribute("role")).as("spoken when there is time").isEqualTo("status");
        page.reload();
        page.awaitText("#watching", "2 watching");
        other.atFront();
        driver.close();
        page.atFront();
        page.await("to be alone", it -> !it.css("#watching").isDisplayed());
        assertThat(page.texts("#watching")).containsExactly("");
    }

    @Test
    void aReloadInTheMiddleSaysWhereItWentOn() {
        page.ask("count");
        String before = page.awaitMoreThan(100);
        page.reload();
        page.awaitMoreThan(before.length() + 20);
        assertThat(page.texts(".joined").getFirst()).matches("Resumed at character \\d+, nothing lost.");
        assertThat(resumedAt()).isGreaterThanOrEqualTo(before.length());
        PageChecks.counts(page.answer());
        driver.switchTo().newWindow(WindowType.WINDOW);
        ChatPage other = ChatPage.open(driver, stack.url(), session);
        other.awaitText(".joined", "Joined at character ");
        page.atFront();
        stack.cut();
        page.awaitText(".joined", "Connected again at character ");
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitState("done");
        PageChecks.counts(page.answer());
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitText("#notice", "Nothing to stop");
        page.ask("count");
        page.awaitMoreThan(20);
        block("*/v1/sessions/" + session + "/turns/*", "*/v1/sessions/" + session);
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitText("#notice", "Not stopped. The gateway cannot be reached. The answer goes on.");
        String before = page.answer();
        page.awaitMoreThan(before.length());
        page.css("[data-does=forget]").click();
        page.css("#forget .forget").click();
        page.awaitText("#forget .result", "Not forgotten. The gateway cannot be reached.");
        block();
        page.css("#forget [data-does=close]").click();
        page.box().sendKeys(Keys.ESCAPE);
        page.awaitText(".ending", "Stopped.");
        assertThat(page.texts("#notice")).containsExactly("");
    }

    private static void block(String... addresses) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
    }

    @Test
    void whoReadsAConversationIsToldThatSomebodyElseForgotIt() {
        page.ask("forget me");
        page.awaitState("done");
        driver.switchTo().newWindow(WindowType.WINDOW);
        ChatPage other = ChatPage.open(driver, stack.url(), session);
        other.awaitText(".question", "forget me");
        page.atFront();
        page.css("[data-does=forget]").click();
        page.css("#forget .forget").click();
        page.awaitText("#forget .result", "Forgotten: nobody sees it any more");
        page.await("an empty page", it -> it.texts(".question").isEmpty());
        assertThat(page.texts("#forgotten")).containsExactly("");
        other.atFront();
        other.awaitText("#forgotten", "This conversation was forgotten from another tab or device.");
        assertThat(other.texts(".question")).isEmpty();
        PageChecks.accessible(other);
        other.ask("anew");
        other.awaitState("done");
        assertThat(other.texts("#forgotten")).containsExactly("");
        assertThat(other.answer()).isEqualTo("turn 1 | user: anew");
    }

    @Test
    void anAnswerOfNothingDoesNotLookLikeSuccess() {
        stack.answer("blank", Script.of("\u00a0\u200b \n"));
        page.ask("blank");
        page.awaitState("done");
        page.awaitText(".ending", "The model answered with nothing.");
        assertThat(page.css(".ending").getCssValue("color")).isNotEqualTo(page.css(".facts").getCssValue("color"));
        assertThat(page.css(".again").isDisplayed()).isTrue();
        stack.answer("no markdown", Script.of("[a]: https://only.example/definition"));
        page.ask("no markdown");
        page.awaitState("done");
        assertThat(page.answer()).isEqualTo("[a]: https://only.example/definition");
    }

    @Test
    void aFailureIsASentenceAndItsCodeIsFolded() {
        stack.answer("fragile", Script.failing(new Fault.CutAfter(3)));
        page.ask("fragile");
        page.awaitState("error");
        assertThat(page.css(".reason").getText()).isEqualTo("The model’s answer broke off before its end.");
        assertThat(page.css(".details").isDisplayed()).isFalse();
        page.css(".failure summary").sendKeys(Keys.ENTER);
        assertThat(page.css(".details").getText()).startsWith("upstream_truncated · attempt 1 · turn ");
        PageChecks.accessible(page);
    }

    @Test
    void aTurnSaysWhenItWasAsked() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        page.ask("now");
        page.awaitState("done");
        assertThat(Instant.parse(page.css(".asked-at").getDomAttribute("datetime"))).isBetween(before, Instant.now());
        assertThat(page.css(".asked-at").getDomAttribute("title")).contains(String.valueOf(Year.now()));
        String shown = page.css(".asked-at").getText();
        assertThat(shown).matches("\\d{1,2}:\\d{2}.*");
        page.reload();
        page.awaitText(".asked-at", shown);
    }

    @Test
    void whatIsReplacedByWhatIsWhatTheTurnsSay() throws IOException {
        assertThat(driver.executeAsyncScript(PageChecks.resource("lineage.js"))).isEqualTo("");
    }

    @Test
    void anEditedQuestionIsAskedAnewAndTheOldOneStaysReadable() {
        for (String prompt : List.of("one", "two", "three")) {
            page.ask(prompt);
            page.awaitEnd(prompt);
        }
        page.box().sendKeys("a draft");
        page.css(".turn:nth-child(2) .edit").click();
        assertThat(page.box().getDomProperty("value")).isEqualTo("two");
        assertThat(page.css("#editing").isDisplayed()).isTrue();
        page.ask(" changed");
        page.awaitEnd("two changed");
        assertThat(page.answer()).isEqualTo("turn 2 | user: one | assistant: turn 1 | user: two changed");
        assertThat(page.box().getDomProperty("value")).isEqualTo("a draft");
        assertThat(page.css("#editing").isDisplayed()).isFalse();
        checkFolded(page);
        PageChecks.accessible(page);
        page.css(".turn:nth-child(2) .unfold").sendKeys(Keys.ENTER);
        assertThat(page.css(".turn:nth-child(2) .text").getText()).startsWith("turn 2 | user: one");
        page.box().clear();
        page.ask("four");
        page.awaitEnd("four");
        assertThat(page.answer())
                .isEqualTo(
                        "turn 3 | user: one | assistant: turn 1 | user: two changed | assistant: turn 2 | user: four");
        page.reload();
        page.await("all turns", it -> it.texts(".question").size() == 5);
        checkFolded(page);
        page.css(".turn:last-child .regenerate").click();
        page.await("another answer", it -> it.texts(".question").size() == 6 && it.state().equals("done"));
        assertThat(page.answer())
                .isEqualTo(
                        "turn 3 | user: one | assistant: turn 1 | user: two changed | assistant: turn 2 | user: four");
        page.awaitText(".turn:nth-child(5) .unfold", "Earlier version: four");
    }

    private static void checkFolded(ChatPage page) {
        page.await("the old turns to be folded",
                it -> it.texts("[data-folded] .question").equals(List.of("two", "three")));
        assertThat(page.texts("[data-folded] .unfold")).containsExactly("Earlier version: two",
                "Earlier version: three");
        assertThat(page.css(".turn:nth-child(2) .text").isDisplayed()).isFalse();
    }

    @Test
    void theReaderChoosesModelAndSystemPrompt() {
        page.css("#options summary").click();
        page.await("the models", it -> it.list("return [...document.querySelectorAll('#models option')]"
                + ".map((e) => e.value)").equals(List.of("small", "large")));
        page.css("[name=model]").sendKeys("large");
        page.css("[name=instructions]").sendKeys("Be brief.");
        PageChecks.accessible(page);
        page.ask("hello");
        page.awaitState("done");
        assertThat(page.answer()).isEqualTo("turn 1 | system: Be brief. | user: hello");
        assertThat(stack.simulator.requests()).filteredOn(request -> request.prompt().equals("hello"))
                .extracting(SimulatedRequest::model).containsExactly("large");
        assertThat(page.texts("#system-text")).containsExactly("Be brief.");
        page.reload();
        page.awaitText("#system-text", "Be brief.");
        page.css(".edit").click();
        page.ask(" again");
        page.awaitEnd("hello again");
        assertThat(page.answer()).isEqualTo("turn 1 | system: Be brief. | user: hello again");
    }

    @Test
    void codeIsColouredAndStaysTheSameText() {
        String code = "// a <b>comment</b>\nclass River { String name = \"<script>alert(1)</script>\"; }";
        String run = "_".repeat(9000);
        stack.answer("code", Script.of("```java\n" + code + "\n```\n\ntext\n\n```python\n" + run
                + "\n```\n\n```constructor\nx = 1\n```\n\n```js\nlet x = `a ${1 + 1}`;\n```"));
        page.ask("code");
        page.awaitState("done");
        page.await("colours", it -> it.texts("code[data-language=js] span").contains("let"));
        assertThat(page.texts(".text code")).containsExactly(code, run, "x = 1", "let x = `a ${1 + 1}`;");
        assertThat(page.texts(".text code:first-of-type .is-kwd")).contains("class");
        assertThat(page.texts("code[data-language=py] span, figure:nth-of-type(3) span")).isEmpty();
        PageChecks.accessible(page);
    }

    private int resumedAt() {
        return Integer.parseInt(page.texts(".joined").getFirst().replaceAll("\\D", ""));
    }
}
