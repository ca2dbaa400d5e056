package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/**
 * Keys alone, and what a screen reader has of the page: Chromium's accessibility tree. Each key checks that something
 * has the focus then, that it is outlined, and that nothing covers it.
 */
record Keyboard(ChatPage page) {

    private static final int MOST_STOPS = 60;

    /** Says what is wrong with what has the focus; nothing if it is well. */
    private static final String FOCUS = """
            const has = document.activeElement;
            if (!has || has === document.body) return 'nothing has the focus';
            const outlined = (it) => getComputedStyle(it).outlineStyle !== 'none'
              && Number.parseFloat(getComputedStyle(it).outlineWidth) > 0;
            const { left, right, top, bottom } = has.getBoundingClientRect();
            const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
            const seen = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
            const name = has.outerHTML.slice(0, 120);
            if (!outlined(has) && !outlined(has.parentElement)) return `${name} has no outline`;
            return has.contains(seen) ? '' : `${name} is covered by ${seen?.outerHTML.slice(0, 120)}`;""";

    /** Roles of what can have the focus and needs no name of its own. */
    private static final Set<String> NAMELESS = Set.of("RootWebArea");

    /** Presses keys, or writes text, where the focus is. */
    void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            new Actions(page.driver()).sendKeys(key).perform();
            checkFocus("after a key");
        }
    }

    /** Presses a key together with Shift. */
    void shift(Keys key) {
        shifted(key).perform();
        checkFocus("after a key");
    }

    private Actions shifted(Keys key) {
        return new Actions(page.driver()).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT);
    }

    /** Presses Tab until this has the focus: its role and name. Returns what had it in between. */
    List<String> forth(String wanted) {
        return move(wanted, () -> new Actions(page.driver()).sendKeys(Keys.TAB));
    }

    /** The same with Shift+Tab. */
    List<String> back(String wanted) {
        return move(wanted, () -> shifted(Keys.TAB));
    }

    private List<String> move(String wanted, Supplier<Actions> key) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < MOST_STOPS; i++) {
            key.get().perform();
            checkFocus("after " + passed);
            String focused = focused();
            if (focused.equals(wanted)) {
                return passed;
            }
            passed.add(focused);
        }
        throw new AssertionError(wanted + " is not reached; passed: " + passed);
    }

    /** Waits until this has the focus, by whatever the page does. */
    void awaitFocus(String wanted) {
        page.await(wanted + " to have the focus", it -> focused().equals(wanted));
        checkFocus(wanted);
    }

    private void checkFocus(String when) {
        await().untilAsserted(() -> assertThat(page.<String>script(FOCUS)).as(when).isEmpty());
    }

    /** The role and the name of what has the focus. */
    String focused() {
        return nodes().filter(node -> has(node, "focused") && !NAMELESS.contains(role(node))).map(Keyboard::said)
                .reduce((outer, inner) -> inner).orElse("nothing");
    }

    /** Whether a screen reader finds this on the page: its role and name. */
    boolean says(String wanted) {
        return nodes().map(Keyboard::said).anyMatch(wanted::equals);
    }

    /** Whether a screen reader has a name for everything that can have the focus. */
    void checkNames() {
        assertThat(nodes().filter(node -> has(node, "focusable") && !NAMELESS.contains(role(node))))
                .isNotEmpty().allSatisfy(node -> assertThat(name(node)).as(node.toString()).isNotBlank());
    }

    private Stream<JsonNode> nodes() {
        JsonNode tree = Json.MAPPER
                .valueToTree(page.driver().executeCdpCommand("Accessibility.getFullAXTree", Map.of()));
        return tree.path("nodes").valueStream().filter(node -> !node.path("ignored").asBoolean());
    }

    private static boolean has(JsonNode node, String property) {
        return node.path("properties").valueStream().anyMatch(each -> each.path("name").asText().equals(property)
                && each.path("value").path("value").asBoolean());
    }

    private static String said(JsonNode node) {
        return role(node) + " " + name(node);
    }

    private static String role(JsonNode node) {
        return node.path("role").path("value").asText();
    }

    private static String name(JsonNode node) {
        return node.path("name").path("value").asText().strip();
    }
}
