package dev.rivulet.runtime.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environment variables that are Rivulet's. An empty one counts as not set.
 *
 * @param values by names that begin with {@code RIVULET_}
 */
record Variables(Map<String, String> values) {

    /** The variables that other tools have made customary, and the names they have here, which win. */
    private static final Map<String, String> ALIASES = Map.of("KAFKA_BOOTSTRAP_SERVERS",
            "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "OPENAI_BASE_URL", "RIVULET_PROVIDER_BASE_URL", "OPENAI_API_KEY",
            "RIVULET_PROVIDER_API_KEY");
    private static final String OURS = nameOf(Config.PREFIX);

    static Variables of(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!value.isEmpty() && name.startsWith(OURS)) {
                values.put(name, value);
            }
        });
        ALIASES.forEach((alias, name) -> {
            String value = environment.getOrDefault(alias, "");
            if (!value.isEmpty()) {
                values.putIfAbsent(name, value);
            }
        });
        return new Variables(Map.copyOf(values));
    }

    /** The variable of a key, when it is set. */
    Optional<String> of(String key) {
        return Optional.ofNullable(values.get(nameOf(key)));
    }

    /** The library matches variables to keys it knows and leaves the rest; here a mistyped variable is an error too. */
    void refuseUnknown(Class<?> sectionType, String prefix) {
        Set<String> keys = ConfigMappings.getProperties(ConfigClass.configClass(sectionType, prefix)).keySet();
        String section = nameOf(prefix) + "_";
        values.keySet().stream().filter(name -> name.startsWith(section))
                .filter(name -> keys.stream().noneMatch(key -> isNamed(name, key))).sorted().findFirst()
                .ifPresent(name -> {
                    throw new InvalidConfigException("unknown key in the environment: " + name);
                });
    }

    private static boolean isNamed(String variable, String key) {
        int open = key.indexOf('*');
        return open < 0 ? variable.equals(nameOf(key)) : variable.startsWith(nameOf(key.substring(0, open)));
    }

    private static String nameOf(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
