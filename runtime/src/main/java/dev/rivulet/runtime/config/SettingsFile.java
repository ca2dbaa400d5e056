package dev.rivulet.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** A configuration file: Java's {@code .properties} format in UTF-8. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * @throws InvalidConfigException when the file cannot be read or has a key that does not begin with {@code
     *            rivulet.}
     */
    static Map<String, String> read(String path) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(path))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidConfigException("the configuration file " + path + " cannot be read: " + unreadable);
        }
        for (String name : properties.stringPropertyNames()) {
            if (!name.startsWith(Config.PREFIX)) {
                throw new InvalidConfigException(
                        "unknown key " + name + " in " + path + ": every key begins with " + Config.PREFIX);
            }
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    }
}
