package dev.rivulet.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.config.QuotaConfig;
import dev.rivulet.local.cli.ApiConfig;
import dev.rivulet.runtime.config.TurnsConfig;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.worker.WorkerConfig;
import dev.rivulet.worker.provider.ProviderConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of docs/configuration.md have every key with its default, and no other key. */
class ConfigurationTableTest {

    private static final Pattern ROW = Pattern
            .compile("\\| `(rivulet\\.[a-z]+\\.[a-z*.-]+)` \\| (?:`([^`]*)`)? ?\\| .+ \\|");
    private static final List<ConfigClass> SECTIONS = List.of(
            ConfigClass.configClass(HttpConfig.class, HttpConfig.PREFIX),
            ConfigClass.configClass(ApiConfig.class, ApiConfig.PREFIX),
            ConfigClass.configClass(AuthConfig.class, AuthConfig.PREFIX),
            ConfigClass.configClass(QuotaConfig.class, QuotaConfig.PREFIX),
            ConfigClass.configClass(GatewayConfig.class, GatewayConfig.PREFIX),
            ConfigClass.configClass(WorkerConfig.class, WorkerConfig.PREFIX),
            ConfigClass.configClass(ProviderConfig.class, ProviderConfig.PREFIX),
            ConfigClass.configClass(KafkaConfig.class, KafkaConfig.PREFIX),
            ConfigClass.configClass(TopicsConfig.class, TopicsConfig.PREFIX),
            ConfigClass.configClass(TurnsConfig.class, TurnsConfig.PREFIX),
            ConfigClass.configClass(UsageConfig.class, UsageConfig.PREFIX));

    @Test
    void theTablesNameEveryKeyWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
            }
        }
        assertThat(documented).isEqualTo(keysInTheCode());
    }

    private static Map<String, String> keysInTheCode() {
        Map<String, String> keys = new TreeMap<>();
        for (ConfigClass section : SECTIONS) {
            // Lists are listed indexed, most of them plain, too; a fallback has the keys of the provider again.
            ConfigMappings.getProperties(section).forEach((name, property) -> {
                String key = name.endsWith("[*]") ? name.substring(0, name.length() - "[*]".length()) : name;
                if (!key.contains(".fallback")) {
                    String value = section.getProperties().get(key);
                    keys.put(key, value == null ? "" : value);
                }
            });
        }
        return keys;
    }
}
