package dev.rivulet.local.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A value as a version of Rivulet wrote it. The files in {@code golden} are named after versions, and have one value a
 * line: the name of its {@link WireKind}, a space, its text.
 *
 * @param version that wrote it
 */
record GoldenLine(String version, WireKind kind, String text) {

    private static final String ENDING = ".txt";

    /** All lines, those of the oldest version first. */
    static List<GoldenLine> all() {
        try (Stream<Path> files = Files
                .list(Path.of(GoldenLine.class.getClassLoader().getResource("golden").toURI()))) {
            List<GoldenLine> lines = new ArrayList<>();
            for (Path file : files.sorted(Comparator.comparing(GoldenLine::version, Arrays::compare)).toList()) {
                String version = file.getFileName().toString().replace(ENDING, "");
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split(" ", 2);
                    lines.add(new GoldenLine(version, WireKind.named(parts[0]), parts[1]));
                }
            }
            return lines;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The lines of the newest file that has the kind: those that this version writes. */
    static List<GoldenLine> newestOf(WireKind kind) {
        List<GoldenLine> all = all().stream().filter(line -> line.kind.equals(kind)).toList();
        return all.stream().filter(line -> line.version.equals(all.getLast().version)).toList();
    }

    Object read() {
        return kind.read(text);
    }

    private static int[] version(Path file) {
        return Stream.of(file.getFileName().toString().replace(ENDING, "").split("\\.")).mapToInt(Integer::parseInt)
                .toArray();
    }

    @Override
    public String toString() {
        return version + " " + kind.name() + " " + text.substring(0, Math.min(60, text.length()));
    }
}
