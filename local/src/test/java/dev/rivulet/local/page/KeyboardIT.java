package dev.rivulet.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.local.system.TestSystem;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Everything that the page offers, with keys alone: no test clicks, or gives anything the focus. What is said is what a
 * screen reader gets: names and roles of Chromium's accessibility tree, and texts of status regions.
 */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class KeyboardIT {

    private static final String BOX = "textbox Your question";
    private static final Script SLOW = Script.of("word ".repeat(4000)).withTiming(Duration.ZERO, Duration.ofMillis(20));
    /** Past turns that a page asks for at once. It asks at first if the newest answer is a long one. */
    private static final int PAGE = 2;

    @TempDir
    static Path downloaded;

    private static Browser browser;
    private static TestSystem system;
    private static ChromeDriver driver;
    private static RivuletClient other; // somebody else, who has the link
    private final String session = "keys-" + UUID.randomUUID();
    private ChatPage page;
    private Keyboard keys;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        driver = browser.driver;
        driver.manage().timeouts().scriptTimeout(Waiting.LIMIT);
        driver.executeCdpCommand("Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", downloaded.toString()));
        system = TestSystem.inSharedKafka(1, 2, Map.of("rivulet.gateway.max-page-turns", String.valueOf(PAGE)));
        system.answer("slow", SLOW);
        other = RivuletClient.of(url(1));
    }

    @AfterAll
    static void stop() {
        if (other != null) {
            other.close();
        }
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
        keys = new Keyboard(page);
    }

    @AfterEach
    void forgetAll() {
        page.script("localStorage.clear()");
    }

    @Test
    void theTabKeyGoesThroughThePageInItsOrderAndEverythingHasAName() {
        system.answer("show", Script.of("text [link](https://good.example)\n\n```sh\nls\n```\n\n|a|\n|-|\n|b|"));
        ask("show");
        page.awaitState("done");
        keys.checkNames();
        List<String> upwards = keys.back("button Skip to the question");
        assertThat(upwards.reversed()).containsExactly("link Rivulet", "button Conversations", "button Share",
                "button Forget", "button New", "button Edit", "link link", "button Copy this code", "group Code, sh",
                "group Table", "button Regenerate", "button Replay", "button Copy");
        assertThat(keys.forth("DisclosureTriangle Model and system prompt")).endsWith("button Copy", BOX);
        keys.back("button Skip to the question");
        keys.press(Keys.ENTER);
        keys.awaitFocus(BOX);
    }

    @Test
    void aQuestionIsAskedTakenBackStoppedEditedAndAskedAnew() {
        ask("slow");
        page.awaitMoreThan(20);
        says("The answer begins.");
        keys.press("first line");
        keys.shift(Keys.ENTER);
        keys.press("second line", Keys.ENTER);
        page.awaitState("queued");
        assertThat(page.texts(".question")).containsExactly("slow", "first line\nsecond line");
        says("Waits behind the answer above.");
        keys.back("button Take back");
        keys.press(Keys.ENTER);
        says("Stopped before it began.");
        keys.awaitFocus("button Regenerate");
        keys.forth("button Stop");
        keys.press(Keys.SPACE);
        page.awaitText(".turn:first-child .ending", "Stopped.");
        keys.awaitFocus(BOX);

        keys.press("a draft");
        keys.back("button Edit");
        keys.press(Keys.ENTER);
        keys.awaitFocus(BOX);
        page.awaitText("#editing", "Editing a question");
        assertThat(page.box().getDomProperty("value")).isEqualTo("first line\nsecond line");
        keys.back("button Cancel");
        keys.press(Keys.SPACE);
        keys.awaitFocus(BOX);
        assertThat(page.box().getDomProperty("value")).isEqualTo("a draft");
        keys.back("button Edit");
        keys.press(Keys.ENTER, Keys.ESCAPE);
        assertThat(page.css("#editing").isDisplayed()).isFalse();
        keys.awaitFocus(BOX);
        keys.back("button Edit");
        keys.press(Keys.ENTER, ", changed");
        keys.forth("button Send");
        keys.press(Keys.SPACE);
        keys.awaitFocus("button Send"); // for the draft, which is back
        page.awaitEnd("first line\nsecond line, changed");

        String earlier = "button Earlier version: first line second line";
        keys.back(earlier);
        keys.press(Keys.ENTER);
        assertThat(page.css(".turn:nth-child(2) .question").isDisplayed()).isTrue();
        keys.press(Keys.SPACE);
        assertThat(page.css(".turn:nth-child(2) .question").isDisplayed()).isFalse();
        keys.awaitFocus(earlier);
        keys.forth("button Regenerate");
        keys.press(Keys.ENTER);
        keys.awaitFocus(earlier + ", changed");
        page.await("another answer", it -> it.texts(".question").size() == 4 && it.state().equals("done"));
        keys.checkNames();

        keys.forth(BOX);
        keys.press(Keys.ESCAPE);
        page.awaitText("#notice", "Nothing to stop");
        keys.awaitFocus(BOX);
    }

    @Test
    void aFailureIsUnfoldedAskedAgainReplayedAndCopied() {
        system.answer("fragile", Script.failing(new Fault.CutAfter(3)));
        ask("fragile");
        page.awaitState("error");
        says("The model’s answer broke off before its end.");
        keys.back("DisclosureTriangle Details");
        keys.press(Keys.ENTER);
        assertThat(page.css(".details").isDisplayed()).isTrue();
        keys.press(Keys.SPACE);
        assertThat(page.css(".details").isDisplayed()).isFalse();
        system.answer("fragile", Script.of("whole"));
        keys.forth("button Ask again");
        keys.press(Keys.SPACE);
        page.await("the answer", it -> it.answer().equals("whole") && it.state().equals("done"));
        says("Answer: whole");
        keys.awaitFocus("button Ask again");

        keys.forth("button Replay");
        keys.press(Keys.ENTER);
        keys.awaitFocus("slider Position");
        keys.checkNames();
        PageChecks.accessible(page);
        page.awaitText(".replay .result", "failed");
        keys.press(Keys.HOME);
        page.awaitText(".replay .result", "0 ms of ");
        keys.forth("button Play");
        keys.forth("combobox Speed");
        keys.press(Keys.ARROW_DOWN);
        keys.back("button Play");
        keys.press(Keys.ENTER);
        page.awaitText(".replay .result", "failed");
        keys.press(Keys.ESCAPE);
        keys.awaitFocus("button Replay");
        assertThat(page.texts("dialog.replay")).isEmpty();

        keys.forth("button Copy");
        page.script("Object.defineProperty(navigator, 'clipboard', { value: undefined })"); // as without https
        keys.press(Keys.ENTER);
        says("Copied.");
        keys.awaitFocus("button Copy");
    }

    @Test
    void modelAndSystemPromptAreChosen() {
        keys.forth("DisclosureTriangle Model and system prompt");
        keys.press(Keys.ENTER);
        keys.forth("combobox Model");
        keys.press("large");
        keys.forth("textbox System prompt");
        keys.press("Be brief.");
        keys.checkNames();
        keys.back(BOX);
        ask("which?");
        page.awaitState("done");
        assertThat(page.answer()).isEqualTo("turn 1 | system: Be brief. | user: which?");
        keys.back("DisclosureTriangle System prompt");
        keys.press(Keys.ENTER);
        assertThat(page.css("#system-text").isDisplayed()).isTrue();
    }

    @Test
    void conversationsAreFoundRenamedRemovedBroughtBackAndOpened() {
        ask("hello");
        page.awaitState("done");
        page = ChatPage.open(driver, url(0), session + "-b");
        keys = new Keyboard(page);
        keys.press("another");
        keys.forth("button Send");
        keys.press(Keys.ENTER);
        keys.awaitFocus(BOX);
        page.awaitEnd("another");
        keys.back("button Conversations");
        keys.press(Keys.ENTER);
        keys.awaitFocus("searchbox Search the titles");
        keys.press("HEL lo");
        page.awaitText("#conversations .result", "1 found");
        keys.forth("button Rename: hello");
        keys.press(Keys.ENTER);
        keys.awaitFocus("textbox Name of hello");
        keys.press("Never", Keys.ESCAPE);
        keys.awaitFocus("button Rename: hello");
        keys.press(Keys.ENTER, "My hello river", Keys.ENTER);
        keys.awaitFocus("button Rename: My hello river");
        page.awaitText("#conversations .result", "Renamed.");
        keys.press(Keys.ENTER, "River");
        keys.forth("button Save the name of My hello river");
        keys.press(Keys.SPACE);
        page.await("the new name", it -> it.texts("#conversations li").isEmpty()); // it is not found any more
        keys.awaitFocus("searchbox Search the titles");
        for (int i = 0; i < "HEL lo".length(); i++) {
            keys.press(Keys.BACK_SPACE);
        }
        keys.forth("button Remove: River");
        keys.press(Keys.ENTER);
        keys.awaitFocus("button Undo");
        page.awaitText("#conversations .result", "“River” is off this list.");
        assertThat(page.texts("#conversations li bdi")).containsExactly("another");
        keys.press(Keys.SPACE);
        keys.awaitFocus("button Rename: River");
        page.awaitText("#conversations .result", "It is on this list again.");
        keys.checkNames();
        PageChecks.accessible(page);
        page.script("dispatchEvent(new StorageEvent('storage'))"); // as from another tab
        page.await("the focus to stay in the list", it -> keys.focused().startsWith("link another"));
        keys.press(Keys.ESCAPE);
        keys.awaitFocus("button Conversations");

        keys.press(Keys.ENTER);
        keys.awaitFocus("searchbox Search the titles");
        keys.press("river", Keys.TAB, Keys.ENTER);
        page.await("the other conversation", it -> it.css("body").getDomAttribute("data-session").equals(session));
        page.awaitText(".question", "hello");
        assertThat(driver.getTitle()).isEqualTo("River · Rivulet");
        keys.awaitFocus(BOX);
    }

    @Test
    void aConversationIsSharedSavedForgottenAndBegunAnew() {
        ask("hello");
        page.awaitState("done");
        keys.back("button Share");
        keys.press(Keys.ENTER);
        keys.awaitFocus("textbox Link");
        page.await("a code", it -> keys.says("image QR code of the link"));
        keys.checkNames();
        keys.back("radio can join in");
        keys.press(Keys.ARROW_DOWN);
        keys.awaitFocus("radio can only read");
        assertThat(page.css("#share .link").getDomProperty("value")).endsWith("&read");
        page.script("Object.defineProperty(navigator, 'clipboard', { value: undefined })"); // as without https
        keys.forth("button Copy");
        keys.press(Keys.SPACE);
        page.awaitText("#share .result", "Copied.");
        keys.awaitFocus("button Copy");
        keys.forth("button JSON");
        keys.press(Keys.ENTER);
        page.awaitText("#share .result", "Saved: 1 turn.");
        keys.awaitFocus("button JSON");
        keys.press(Keys.ESCAPE);
        keys.awaitFocus("button Share");

        keys.forth("button Forget");
        keys.press(Keys.ENTER);
        keys.awaitFocus("button Close");
        keys.forth("button Forget");
        keys.press(Keys.ENTER);
        page.awaitText("#forget .result", "Forgotten: nobody sees it any more");
        keys.awaitFocus("button Close");
        keys.back("DisclosureTriangle What Kafka still holds of it, and until when");
        keys.press(Keys.SPACE);
        page.await("what is left", it -> it.css("#forget li").isDisplayed());
        keys.checkNames();
        keys.press(Keys.ESCAPE);
        keys.awaitFocus("button Forget");

        keys.forth("button New");
        keys.press(Keys.ENTER);
        page.await("another session", it -> !session.equals(it.css("body").getDomAttribute("data-session")));
        page.awaitLive();
        keys.awaitFocus(BOX);
        keys.back("button What can a river teach about software?");
        keys.press(Keys.SPACE);
        page.awaitEnd("What can a river teach about software?");
        keys.awaitFocus(BOX);
    }

    @Test
    void earlierQuestionsAreShownAndWhatSomebodyElseForgetsLeavesTheFocusOnThePage() {
        system.answer("question", Script.of("an answer"));
        system.answer("long", Script.of("word ".repeat(20_000)).withTiming(Duration.ZERO, Duration.ZERO));
        // The gateway knows for a second what it was told of the page's own session, and sends the rest as it came.
        String unseen = "keys-" + UUID.randomUUID();
        for (String prompt : List.of("question", "question", "question", "long")) {
            other.ask(unseen, prompt);
        }
        page = ChatPage.open(driver, url(0), unseen);
        keys = new Keyboard(page);
        page.await("a page of questions", it -> it.texts(".question").size() == PAGE);
        keys.back("button Show earlier questions");
        keys.press(Keys.ENTER);
        says("2 earlier questions are shown.");
        keys.awaitFocus("log Questions and answers");
        keys.forth("button Edit");
        other.forget(unseen);
        page.awaitText("#forgotten", "This conversation was forgotten from another tab or device.");
        keys.awaitFocus(BOX);
    }

    @Test
    void whoOnlyReadsReachesWhatThatOffersAndNothingElse() {
        ask("hello");
        page.awaitState("done");
        page = ChatPage.open(driver, url(0), session + "&read");
        page.awaitText(".question", "hello");
        keys = new Keyboard(page);
        assertThat(keys.forth("link Join in")).containsExactly("link Rivulet", "button Conversations", "button Share",
                "button New", "button Replay", "button Copy");
        keys.press(Keys.ENTER);
        page.await("the page to join", it -> it.texts("body.reads").isEmpty());
        keys.awaitFocus(BOX);
    }

    private void ask(String prompt) {
        keys.awaitFocus(BOX);
        keys.press(prompt, Keys.ENTER);
    }

    /** Waits until a screen reader is told this. */
    private void says(String words) {
        page.await("to be told: " + words, it -> it.texts("#announcements").getFirst().strip().equals(words));
    }

    private static String url(int gateway) {
        return system.client(gateway).base() + "/";
    }
}
