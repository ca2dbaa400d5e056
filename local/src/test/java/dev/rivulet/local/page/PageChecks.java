package dev.rivulet.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** What has to hold of a page. */
final class PageChecks {

    private PageChecks() {}

    /** Whether a text counts from 1 on, with nothing missing, doubled or moved. */
    static void counts(String text) {
        String[] numbers = text.split(" ");
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, numbers.length).mapToObj(Integer::toString).toArray());
    }

    /** Whether the answers on a page are nothing but text, formatted, and links that lead away from it. */
    static void harmless(ChatPage page) {
        assertThat(page.<Object>script("return window.pwned")).isNull();
        assertThat(page.<List<String>>script(
                """
                        const allowed = new Set(['P', 'BR', 'A', 'EM', 'STRONG', 'CODE', 'PRE', 'FIGURE',
                          'FIGCAPTION', 'BUTTON', 'TABLE', 'THEAD', 'TBODY', 'TR', 'TH', 'TD', 'DIV', 'UL', 'OL', 'LI',
                          'H3', 'H4', 'HR', 'S', 'BLOCKQUOTE', 'SPAN']);
                        const wrong = [];
                        for (const element of document.querySelectorAll('.text *')) {
                          if (!allowed.has(element.nodeName)) wrong.push(element.nodeName);
                          for (const { name } of element.attributes) {
                            if (/^on|^style$|^src/.test(name)) wrong.push(name);
                          }
                          if (element.href && !/^(https?:|mailto:)/.test(element.href)) wrong.push(element.href);
                          if (element.href && !/noopener/.test(element.rel)) wrong.push(element.rel);
                          if (element.href?.startsWith(location.origin)) wrong.push(element.href);
                        }
                        return wrong;"""))
                .isEmpty();
        assertThat(page.texts(".text a")).contains("https://evil.example/ok", "good", "pixel");
    }

    /** Whether axe finds nothing wrong with what is on the page. */
    static void accessible(ChatPage page) {
        assertThat(new AxeBuilder().analyze(page.driver()).getViolations()).extracting(Rule::getId,
                rule -> rule.getNodes().toString()).isEmpty();
    }

    static String resource(String name) throws IOException {
        try (InputStream file = PageChecks.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
