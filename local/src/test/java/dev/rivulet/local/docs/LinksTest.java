package dev.rivulet.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of a document to a file or a heading of this repository has a target. */
class LinksTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern
            .compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)|(?:src|srcset)=\"([^\"]+)\"");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void everyFileAndHeadingThatIsLinkedToIsThere() throws IOException {
        for (Path document : documents()) {
            List<MatchResult> links = LINK.matcher(text(document)).results()
                    .filter(link -> link.group(1) == null || !link.group(1).contains(":")).toList();
            for (MatchResult link : links) {
                String file = link.group(3) == null ? link.group(1) : link.group(3);
                Path target = file.isEmpty() ? document : document.resolveSibling(file);
                assertThat(target).as("%s in %s", link.group(), document).exists();
                if (link.group(2) != null) {
                    assertThat(anchors(target)).as("%s in %s", link.group(), document).contains(link.group(2));
                }
            }
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    /** The anchors of a document's headings, as GitHub makes them. */
    private static Set<String> anchors(Path document) throws IOException {
        return HEADING.matcher(text(document)).results().map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-')).collect(Collectors.toSet());
    }

    private static String text(Path document) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    }
}
