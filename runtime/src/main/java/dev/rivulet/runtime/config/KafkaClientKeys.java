package dev.rivulet.runtime.config;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keys that end with the name of a setting of Kafka's clients: {@code rivulet.kafka.client.sasl.jaas.config}. The
 * library takes each dot of it for a level, unless the name is in quotes, which are added here.
 */
final class KafkaClientKeys {

    private static final String PREFIX = "rivulet.kafka.client.";
    private static final String VARIABLE = "RIVULET_KAFKA_CLIENT_";
    private static final char QUOTE = '"';

    private KafkaClientKeys() {}

    /** Returns settings with such keys in quotes, and the others as they are. */
    static Map<String, String> quoted(Map<String, String> settings) {
        return settings.entrySet().stream().collect(Collectors.toUnmodifiableMap(
                setting -> isOpen(setting.getKey())
                        ? quoted(setting.getKey().substring(PREFIX.length()))
                        : setting.getKey(),
                Map.Entry::getValue, (quoted, same) -> quoted));
    }

    /** Returns what variables with such names set. No setting of Kafka's clients has another separator than a dot. */
    static Map<String, String> ofVariables(Map<String, String> variables) {
        return variables.entrySet().stream().filter(variable -> variable.getKey().startsWith(VARIABLE))
                .collect(Collectors.toUnmodifiableMap(variable -> quoted(variable.getKey()
                        .substring(VARIABLE.length()).replace('_', '.').toLowerCase(Locale.ROOT)),
                        Map.Entry::getValue));
    }

    /** Returns the other variables: the library would not know what these are. */
    static Map<String, String> others(Map<String, String> variables) {
        return variables.entrySet().stream().filter(variable -> !variable.getKey().startsWith(VARIABLE))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isOpen(String key) {
        return key.startsWith(PREFIX) && key.indexOf(QUOTE) < 0;
    }

    private static String quoted(String name) {
        return PREFIX + QUOTE + name + QUOTE;
    }
}
