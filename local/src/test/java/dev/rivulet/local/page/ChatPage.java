package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;

import dev.rivulet.testkit.wait.Waiting;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in one tab, as somebody uses it. The last turn is meant where a turn is. */
record ChatPage(ChromeDriver driver, String tab, String address) {

    private static final String LAST = "const turn = [...document.querySelectorAll('.turn')].at(-1);";

    /** Opens a session in the tab that the driver is at. */
    static ChatPage open(ChromeDriver driver, String gateway, String session) {
        ChatPage page = new ChatPage(driver, driver.getWindowHandle(), gateway + "#s=" + session);
        driver.get("about:blank"); // an address that differs behind the # alone would not load anew
        driver.get(page.address);
        page.awaitLive();
        return page;
    }

    ChatPage atFront() {
        driver.switchTo().window(tab);
        return this;
    }

    void reload() {
        driver.navigate().refresh();
        awaitLive();
    }

    void awaitLive() {
        await("the connection to be live", page -> page.css("body").getDomAttribute("data-connection").equals("live"));
    }

    void ask(String prompt) {
        box().sendKeys(prompt, Keys.ENTER);
    }

    WebElement box() {
        return driver.findElement(By.id("prompt"));
    }

    WebElement css(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<String> texts(String selector) {
        return list("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector);
    }

    String state() {
        return script(LAST + "return turn?.dataset.state ?? ''");
    }

    String answer() {
        return script(LAST + "return turn?.querySelector('.text').textContent ?? ''");
    }

    /** Waits until the last turn is under way and more than these characters of its answer are there. */
    String awaitMoreThan(int characters) {
        return awaitValue("an answer under way with more than " + characters + " characters", page -> {
            String answer = page.answer();
            return answer.length() > characters && page.state().equals("open") ? answer : null;
        });
    }

    void awaitState(String state) {
        await("the last turn to be " + state, page -> page.state().equals(state));
    }

    /** Waits until the last turn is this one and has ended in whatever way. */
    void awaitEnd(String prompt) {
        await("the end of " + prompt, page -> page.texts(".question").getLast().equals(prompt)
                && Set.of("done", "error").contains(page.state()));
    }

    void awaitText(String selector, String text) {
        await(selector + " to say " + text, page -> page.texts(selector).stream().anyMatch(it -> it.contains(text)));
    }

    void await(String what, Function<ChatPage, Boolean> condition) {
        waiting(what).until(ignored -> condition.apply(this));
    }

    <T> T awaitValue(String what, Function<ChatPage, T> value) {
        return waiting(what).until(ignored -> value.apply(this));
    }

    private WebDriverWait waiting(String what) {
        WebDriverWait wait = new WebDriverWait(driver, Waiting.LIMIT);
        wait.withMessage(() -> what + "; the page says:\n" + script("return document.body.innerText"))
                .pollingEvery(java.time.Duration.ofMillis(50)).ignoring(StaleElementReferenceException.class);
        return wait;
    }

    @SuppressWarnings("unchecked")
    <T> T script(String body, Object... arguments) {
        return (T) driver.executeScript(body, arguments);
    }

    List<String> list(String body, Object... arguments) {
        return script(body, arguments);
    }
}
