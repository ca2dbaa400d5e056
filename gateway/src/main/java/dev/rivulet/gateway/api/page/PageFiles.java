package dev.rivulet.gateway.api.page;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page and its files, of one version. The version is a digest of all files: each change of one gives all of them
 * other addresses. Their imports are relative, so they stay within the version without being rewritten. Immutable.
 */
final class PageFiles {

    /** The first script that the page runs. It imports the others, and loads the page anew if they are not there. */
    static final String START = "start.js";

    static final String INDEX = "index.html";
    private static final String LOGIN = "login.html";
    private static final String FOLDER = "assets/";

    private final Map<String, PageFile> assets;
    private final String version;
    private final PageFile index;
    private final Optional<PageFile> login;

    PageFiles(PageFile page, List<PageFile> assets) {
        this(page, Optional.empty(), assets);
    }

    /**
     * @param page {@code index.html}, whose files have no version yet
     * @param login {@code login.html}, likewise
     */
    private PageFiles(PageFile page, Optional<PageFile> login, List<PageFile> assets) {
        this.assets = assets.stream().collect(Collectors.toUnmodifiableMap(PageFile::name, Function.identity()));
        version = PageFile.digest(assets.stream().map(file -> file.name() + " " + file.etag()).sorted()
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
        index = ofThisVersion(page);
        this.login = login.map(this::ofThisVersion);
    }

    private PageFile ofThisVersion(PageFile page) {
        String text = new String(page.bytes(), StandardCharsets.UTF_8);
        return PageFile.of(page.name(), text.replace("\"" + FOLDER, "\"" + FOLDER + version + "/")
                .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Loads the page and all files in the folder {@code assets} beside it.
     *
     * @param page where the class path has {@code index.html}: in a folder or in a jar
     * @throws IllegalStateException if it has none that can be read, which is a fault of the build
     */
    static PageFiles load(URL page) {
        try {
            if (page.openConnection() instanceof JarURLConnection jar) {
                try (FileSystem files = FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
                    return load(files.getPath(jar.getEntryName()));
                }
            }
            return load(Path.of(page.toURI()));
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException("the page's files cannot be read", unreadable);
        }
    }

    private static PageFiles load(Path page) throws IOException {
        Path folder = page.resolveSibling(FOLDER);
        List<PageFile> assets = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assets.add(PageFile.of(folder.relativize(file).toString(), Files.readAllBytes(file)));
            }
        }
        Path login = page.resolveSibling(LOGIN);
        return new PageFiles(PageFile.of(INDEX, Files.readAllBytes(page)), Files.exists(login)
                ? Optional.of(PageFile.of(LOGIN, Files.readAllBytes(login)))
                : Optional.empty(), assets);
    }

    /** Returns the page, which names its files with their version. */
    PageFile index() {
        return index;
    }

    /** Returns the page that asks for a key, which names its files with their version. */
    PageFile login() {
        return login.orElseThrow();
    }

    /** Returns a file by its name in {@code assets/}; null if there is none. */
    PageFile asset(String name) {
        return assets.get(name);
    }

    String version() {
        return version;
    }
}
