package dev.rivulet.gateway.api.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page and its files, of one version. The version is a digest of all files: each change of one gives all of them
 * other addresses. Their imports are relative, so they stay within the version without being rewritten. Immutable.
 */
final class PageFiles {

    /** The first script that the page runs. It imports the others, and loads the page anew if they are not there. */
    static final String START = "start.js";

    private static final String INDEX = "index.html";
    private static final String FOLDER = "assets/";

    private final Map<String, PageFile> assets;
    private final String version;
    private final PageFile index;

    /** @param page {@code index.html}, whose files have no version yet */
    PageFiles(PageFile page, List<PageFile> assets) {
        this.assets = assets.stream().collect(Collectors.toUnmodifiableMap(PageFile::name, Function.identity()));
        version = PageFile.digest(assets.stream().map(file -> file.name() + " " + file.etag()).sorted()
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
        String text = new String(page.bytes(), StandardCharsets.UTF_8);
        index = PageFile.of(page.name(), text.replace("\"" + FOLDER, "\"" + FOLDER + version + "/")
                .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param names of {@code index.html} and of the files in {@code assets/}
     * @throws IllegalStateException if the class path has no such file, which is a fault of the build
     */
    static PageFiles load(List<String> names) {
        return new PageFiles(PageFile.of(INDEX, PageFile.read(INDEX)),
                names.stream().filter(name -> name.startsWith(FOLDER))
                        .map(name -> PageFile.of(name.substring(FOLDER.length()), PageFile.read(name))).toList());
    }

    /** Returns the page, which names its files with their version. */
    PageFile index() {
        return index;
    }

    /** Returns a file by its name in {@code assets/}; null if there is none. */
    PageFile asset(String name) {
        return assets.get(name);
    }

    String version() {
        return version;
    }
}
