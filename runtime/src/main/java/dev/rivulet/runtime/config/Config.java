package dev.rivulet.runtime.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The configuration of a process: all keys under {@code rivulet.}. Sources, the first wins: system properties,
 * environment variables, the file that {@code rivulet.config} or {@code RIVULET_CONFIG} names, and the defaults at the
 * settings themselves.
 *
 * <p>Each part of a process reads its own section as a typed interface. Unknown keys and invalid values throw {@link
 * InvalidConfigException}, with a sentence for each; {@link ConfigProblems} collects those of several sections.
 */
public final class Config {

    /** The kind of provider, and its name and model, that stands for the built-in simulator. */
    public static final String SIMULATOR = "simulator";

    static final String PREFIX = "rivulet.";

    /** All sections: a file may be shared by processes that read different ones. */
    private static final Set<String> SECTIONS = Set.of("api", "auth", "config", "gateway", "http", "kafka", "model",
            "provider", "quota", "topics", "turns", "url", "usage", "worker");
    private static final String FILE = PREFIX + "config";
    private static final String PROVIDER_KIND = PREFIX + "provider.kind";
    private static final String DEFAULT_PROVIDER_KIND = "openai";
    private static final String MODEL = PREFIX + "model";
    private static final String DEFAULT_MODEL = "gpt-4o-mini";
    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int PROPERTIES_ORDINAL = 400;

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final EnvironmentVariables variables;
    private final Map<String, String> properties;

    private Config(Map<String, String> file, Map<String, String> environment, Map<String, String> properties) {
        this.file = file;
        this.environment = environment;
        this.variables = EnvironmentVariables.of(environment, providerKind(file, environment, properties));
        this.properties = properties;
    }

    /** Returns the configuration of this process. */
    public static Config ofProcess() {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX)).collect(Collectors.toMap(name -> name, System::getProperty));
        return of(System.getenv(), properties);
    }

    /** Returns a configuration of the given variables and properties, and of the file that they name, if any. */
    public static Config of(Map<String, String> environment, Map<String, String> properties) {
        String file = properties.getOrDefault(FILE, EnvironmentVariables.value(environment, FILE).orElse(""));
        return new Config(file.isEmpty() ? Map.of() : SettingsFile.read(file), Map.copyOf(environment),
                Map.copyOf(properties));
    }

    private static String providerKind(Map<String, String> file, Map<String, String> environment,
            Map<String, String> properties) {
        return properties.getOrDefault(PROVIDER_KIND, EnvironmentVariables.value(environment, PROVIDER_KIND)
                .orElse(file.getOrDefault(PROVIDER_KIND, DEFAULT_PROVIDER_KIND)));
    }

    /** Returns this configuration with properties that win over all sources. */
    public Config with(Map<String, String> stronger) {
        Map<String, String> merged = new HashMap<>(properties);
        merged.putAll(stronger);
        return new Config(file, environment, merged);
    }

    /**
     * Returns one section as a typed interface.
     *
     * @param prefix for example {@code rivulet.kafka}
     * @throws InvalidConfigException on unknown keys, in this section or of no section, and invalid values
     */
    public <T> T section(Class<T> type, String prefix) {
        List<String> problems = unknownKeys();
        problems.addAll(variables.unknown(type, prefix));
        try {
            T section = builder().withMapping(type, prefix).build().getConfigMapping(type, prefix);
            if (problems.isEmpty()) {
                return section;
            }
        } catch (ConfigValidationException invalid) {
            IntStream.range(0, invalid.getProblemCount())
                    .mapToObj(i -> ConfigErrorMessage.sentence(invalid.getProblem(i).getMessage()))
                    .forEach(problems::add);
        }
        throw new InvalidConfigException(problems);
    }

    /**
     * Returns the model of turns that name none: {@code rivulet.model}, or its default. The simulator's only model is
     * {@value #SIMULATOR}.
     */
    public String defaultModel() {
        return value(PROVIDER_KIND).filter(SIMULATOR::equals).or(() -> value(MODEL)).orElse(DEFAULT_MODEL);
    }

    /** Returns one value as text; empty when it is not set. */
    public Optional<String> value(String name) {
        return builder().build().getOptionalValue(name, String.class);
    }

    /**
     * Checks what no section checks: for a process that reads none.
     *
     * @throws InvalidConfigException on keys that belong to no section
     */
    public void requireKnownKeys() {
        List<String> unknown = unknownKeys();
        if (!unknown.isEmpty()) {
            throw new InvalidConfigException(unknown);
        }
    }

    /** Returns a sentence for each key that belongs to no section. */
    private List<String> unknownKeys() {
        List<String> sentences = new ArrayList<>(variables.unknown(SECTIONS));
        Stream.of(file, properties).flatMap(source -> source.keySet().stream()).distinct().sorted()
                .filter(name -> !SECTIONS.contains(name.substring(PREFIX.length()).split("[.\\[]", 2)[0]))
                .forEach(name -> sentences.add("unknown key " + name));
        return sentences;
    }

    private SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(sources());
    }

    private List<ConfigSource> sources() {
        return List.of(new PropertiesConfigSource(KafkaClientKeys.quoted(file), "file", FILE_ORDINAL),
                new EnvConfigSource(KafkaClientKeys.others(variables.values()), ENVIRONMENT_ORDINAL),
                new PropertiesConfigSource(KafkaClientKeys.ofVariables(variables.values()), "variables",
                        ENVIRONMENT_ORDINAL),
                new PropertiesConfigSource(KafkaClientKeys.quoted(properties), "properties", PROPERTIES_ORDINAL));
    }
}
