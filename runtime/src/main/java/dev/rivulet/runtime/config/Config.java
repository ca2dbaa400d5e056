package dev.rivulet.runtime.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The configuration of a process: everything under {@code rivulet.*}, from (strongest first) system properties, the
 * environment, the file named by {@code RIVULET_CONFIG}, and the defaults written at the settings themselves.
 *
 * <p>Each part of a process reads its own section as a typed interface. Unknown keys and bad values throw
 * {@link InvalidConfigException}, with a sentence that names them.
 */
public final class Config {

    /** The sections any process may find in a shared file, whichever of them it reads itself. */
    private static final Set<String> SECTIONS = Set.of("config", "gateway", "http", "kafka", "log", "model", "provider",
            "topics", "url", "worker");
    private static final String PREFIX = "rivulet.";
    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int SYSTEM_PROPERTIES_ORDINAL = 400;

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final Map<String, String> overrides;

    private Config(Map<String, String> file, Map<String, String> environment, Map<String, String> overrides) {
        this.file = file;
        this.environment = environment;
        this.overrides = overrides;
    }

    /** The configuration of this process. */
    public static Config ofProcess() {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX)).collect(Collectors.toMap(name -> name, System::getProperty));
        return of(System.getenv(), properties);
    }

    /** A configuration of given variables and properties only. */
    public static Config of(Map<String, String> environment, Map<String, String> properties) {
        Config config = new Config(readFile(environment), withKnownAliases(environment), Map.copyOf(properties));
        config.refuseUnknownSections();
        return config;
    }

    /** This configuration with properties that win over everything else. */
    public Config with(Map<String, String> properties) {
        Map<String, String> merged = new HashMap<>(overrides);
        merged.putAll(properties);
        Config config = new Config(file, environment, merged);
        config.refuseUnknownSections();
        return config;
    }

    /**
     * One section as a typed interface.
     *
     * @param prefix for example {@code rivulet.kafka}
     * @throws InvalidConfigException on an unknown key in the section or a value that does not fit
     */
    public <T> T section(Class<T> type, String prefix) {
        refuseUnknownVariables(type, prefix);
        try {
            return new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(sources())
                    .withMapping(type, prefix).build().getConfigMapping(type, prefix);
        } catch (ConfigValidationException invalid) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < invalid.getProblemCount(); i++) {
                problems.add(Problem.sentence(invalid.getProblem(i).getMessage()));
            }
            throw new InvalidConfigException(String.join("; ", problems));
        }
    }

    /** One plain value, when it is set. */
    public Optional<String> value(String name) {
        return plain().getOptionalValue(name, String.class);
    }

    private void refuseUnknownSections() {
        Set<String> unknown = new TreeSet<>();
        for (String name : plain().getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                String section = name.substring(PREFIX.length()).split("[.\\[]", 2)[0];
                if (!SECTIONS.contains(section)) {
                    unknown.add(name);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new InvalidConfigException("unknown key " + String.join(", ", unknown));
        }
    }

    /** The library matches variables to keys it knows and leaves the rest; here a mistyped variable is an error too. */
    private void refuseUnknownVariables(Class<?> type, String prefix) {
        Set<String> known = ConfigMappings.getProperties(ConfigClass.configClass(type, prefix)).keySet();
        String section = variable(prefix) + "_";
        for (String name : environment.keySet()) {
            if (name.startsWith(section) && known.stream().noneMatch(key -> isNamed(name, key))) {
                throw new InvalidConfigException("unknown key in the environment: " + name);
            }
        }
    }

    private static boolean isNamed(String variable, String key) {
        int open = key.indexOf('*');
        return open < 0 ? variable.equals(variable(key)) : variable.startsWith(variable(key.substring(0, open)));
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private SmallRyeConfig plain() {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(sources()).build();
    }

    private List<ConfigSource> sources() {
        return List.of(new PropertiesConfigSource(file, "file", FILE_ORDINAL),
                new EnvConfigSource(environment, ENVIRONMENT_ORDINAL),
                new PropertiesConfigSource(overrides, "properties", SYSTEM_PROPERTIES_ORDINAL));
    }

    /** The variables that other tools have made customary, under the names they have here. */
    private static Map<String, String> withKnownAliases(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("RIVULET_") && !value.isEmpty()) {
                all.put(name, value);
            }
        });
        Map.of("KAFKA_BOOTSTRAP_SERVERS", "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "OPENAI_BASE_URL",
                "RIVULET_PROVIDER_BASE_URL", "OPENAI_API_KEY", "RIVULET_PROVIDER_API_KEY").forEach((alias, name) -> {
                    String value = environment.getOrDefault(alias, "");
                    if (!value.isEmpty()) {
                        all.putIfAbsent(name, value);
                    }
                });
        return all;
    }

    private static Map<String, String> readFile(Map<String, String> environment) {
        String path = environment.getOrDefault("RIVULET_CONFIG", System.getProperty("rivulet.config", ""));
        if (path.isEmpty()) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(path))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidConfigException("the configuration file " + path + " cannot be read: " + unreadable);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        values.keySet().stream().filter(name -> !name.startsWith(PREFIX)).findFirst().ifPresent(name -> {
            throw new InvalidConfigException(
                    "unknown key " + name + " in " + path + ": every key begins with rivulet.");
        });
        return values;
    }
}
