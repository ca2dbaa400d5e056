package dev.rivulet.runtime.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rivulet's environment variables. An empty variable counts as not set.
 *
 * @param values by names that begin with {@code RIVULET_}
 */
record EnvironmentVariables(Map<String, String> values) {

    /** Variables of other tools, and Rivulet's names for them, which win. */
    private static final Map<String, String> ALIASES = Map.of("KAFKA_BOOTSTRAP_SERVERS",
            "RIVULET_KAFKA_BOOTSTRAP_SERVERS");
    /**
     * Variables of the providers' own tools. Used only for a provider of that kind, so that no provider gets another's
     * key.
     */
    private static final String PROVIDER = "RIVULET_PROVIDER_";
    private static final Set<String> OF_PROVIDERS = Set.of("BASE_URL", "API_KEY");
    private static final String OURS = nameOf(Config.PREFIX);
    /** Variables of the script {@code rivulet} and of {@code logback.xml}. */
    private static final Set<String> NO_SETTINGS = Set.of("RIVULET_AOT", "RIVULET_JAVA_OPTS",
            "RIVULET_LOG_LEVEL", "RIVULET_LOG_KAFKA");

    /** @param provider the kind of the first provider, for example {@code openai} */
    static EnvironmentVariables of(Map<String, String> environment, String provider) {
        Map<String, String> values = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!value.isEmpty() && name.startsWith(OURS) && !NO_SETTINGS.contains(name)) {
                values.put(name, value);
            }
        });
        Map<String, String> aliases = new HashMap<>(ALIASES);
        OF_PROVIDERS.forEach(name -> aliases.put(nameOf(provider) + "_" + name, PROVIDER + name));
        aliases.forEach((alias, name) -> {
            String value = environment.getOrDefault(alias, "");
            if (!value.isEmpty()) {
                values.putIfAbsent(name, value);
            }
        });
        return new EnvironmentVariables(Map.copyOf(values));
    }

    /** Returns the variable for a key; empty when it is not set. */
    static Optional<String> value(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(nameOf(key))).filter(value -> !value.isEmpty());
    }

    /** Returns a sentence for each variable that belongs to none of the sections. */
    List<String> unknown(Set<String> sections) {
        return values.keySet().stream().filter(
                name -> !sections.contains(name.substring(OURS.length()).split("_", 2)[0].toLowerCase(Locale.ROOT)))
                .sorted().map(EnvironmentVariables::unknown).toList();
    }

    /**
     * Returns a sentence for each variable of the section that matches no key. The library ignores such a variable.
     */
    List<String> unknown(Class<?> sectionType, String prefix) {
        Set<String> keys = ConfigMappings.getProperties(ConfigClass.configClass(sectionType, prefix)).keySet();
        String section = nameOf(prefix) + "_";
        return values.keySet().stream().filter(name -> name.startsWith(section))
                .filter(name -> keys.stream().noneMatch(key -> isNamed(name, key))).sorted()
                .map(EnvironmentVariables::unknown).toList();
    }

    private static String unknown(String variable) {
        return "unknown key in the environment: " + variable;
    }

    private static boolean isNamed(String variable, String key) {
        int open = key.indexOf('*');
        return open < 0 ? variable.equals(nameOf(key)) : variable.startsWith(nameOf(key.substring(0, open)));
    }

    private static String nameOf(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
