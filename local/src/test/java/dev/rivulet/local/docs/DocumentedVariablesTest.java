package dev.rivulet.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.local.cli.ApiConfig;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.TurnsConfig;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.worker.WorkerConfig;
import dev.rivulet.worker.provider.ProviderConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every environment variable that README, docs and the help of the commands name can be set as they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedVariablesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:RIVULET|KAFKA|OPENAI|ANTHROPIC)_[A-Z0-9_]+\\b");
    /** Variables of libraries, which the documents mention and Rivulet does not read. */
    private static final Set<String> FOREIGN = Set.of("ANTHROPIC_LOG");
    /** What variables of Kafka's clients begin with. */
    private static final String CLIENT = "RIVULET_KAFKA_CLIENT_";
    /** A value of each that is documented. */
    private static final Map<String, String> VALUES = Map.ofEntries(Map.entry("ANTHROPIC_API_KEY", "sk-a"),
            Map.entry("ANTHROPIC_BASE_URL", "https://a.example.com"), Map.entry("KAFKA_BOOTSTRAP_SERVERS", "b:9092"),
            Map.entry("OPENAI_API_KEY", "sk-o"), Map.entry("OPENAI_BASE_URL", "https://o.example.com/v1"),
            Map.entry("RIVULET_AOT", "off"), Map.entry("RIVULET_API_CA_FILE", "ca.pem"),
            Map.entry("RIVULET_API_KEY", "rk.a.b"),
            Map.entry("RIVULET_API_KEY_FILE", "key.txt"), Map.entry("RIVULET_AUTH_KEYS_FILE", "keys.txt"),
            Map.entry("RIVULET_AUTH_JWT_AUDIENCE", "rivulet"),
            Map.entry("RIVULET_AUTH_JWT_ISSUER", "https://issuer.example.com"),
            Map.entry("RIVULET_AUTH_MODE", "none"),
            Map.entry("RIVULET_AUTH_SECRETS", "0123456789-0123456789-0123456789"),
            Map.entry("RIVULET_AUTH_SECRETS_FILE", "secrets.txt"),
            Map.entry("RIVULET_CONFIG", "rivulet.properties"), Map.entry("RIVULET_HTTP_CORS_ORIGINS", "*"),
            Map.entry("RIVULET_HTTP_ALLOWED_HOSTS", "chat.example.com"), Map.entry("RIVULET_HTTP_HOST", "0.0.0.0"),
            Map.entry("RIVULET_HTTP_PORT", "8080"), Map.entry("RIVULET_HTTP_TLS_CERTIFICATE", "chain.pem"),
            Map.entry("RIVULET_HTTP_TLS_KEY", "key.pem"), Map.entry("RIVULET_JAVA_OPTS", "-Xmx2g"),
            Map.entry(CLIENT + "SECURITY_PROTOCOL", "SASL_SSL"), Map.entry(CLIENT + "SASL_JAAS_CONFIG", "L required;"),
            Map.entry("RIVULET_KAFKA_PORT", "9092"), Map.entry("RIVULET_LOG_KAFKA", "INFO"),
            Map.entry("RIVULET_LOG_LEVEL", "DEBUG"), Map.entry("RIVULET_MODEL", "m"),
            Map.entry("RIVULET_PROVIDER_FALLBACK_0__API_KEY", "sk-f"),
            Map.entry("RIVULET_PROVIDER_FALLBACK_0__BASE_URL", "https://f.example.com"),
            Map.entry("RIVULET_PROVIDER_FALLBACK_0__KIND", "anthropic"),
            Map.entry("RIVULET_PROVIDER_FALLBACK_0__MODEL", "f"), Map.entry("RIVULET_PROVIDER_KIND", "anthropic"),
            Map.entry("RIVULET_TOPICS_PREFIX", "p-"), Map.entry("RIVULET_URL", "http://127.0.0.1:8080"),
            Map.entry("RIVULET_WORKER_IDLE_TIMEOUT", "45s"),
            Map.entry("RIVULET_WORKER_MISSED_HEARTBEATS", "3"), Map.entry("RIVULET_WORKER_ROLES", "execute"));
    /** Variables of the script and of logging, and the file that reads each. */
    private static final Map<String, String> NO_SETTINGS = Map.of("RIVULET_AOT", "rivulet", "RIVULET_JAVA_OPTS",
            "rivulet", "RIVULET_LOG_LEVEL",
            "runtime/src/main/resources/logback.xml", "RIVULET_LOG_KAFKA", "runtime/src/main/resources/logback.xml");

    private final Set<String> documented = new TreeSet<>();

    @TempDir
    private Path folder;

    @BeforeAll
    void collect() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> commands = Files.walk(Path.of("src/main/java/dev/rivulet/local/cli"))) {
            for (Path file : Stream.of(docs, commands, Stream.of(ROOT.resolve("README.md"))).flatMap(all -> all)
                    .filter(file -> file.toString().matches(".*\\.(md|yaml|java)")).toList()) {
                VARIABLE.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(documented::add);
            }
        }
        documented.removeAll(FOREIGN);
    }

    Set<String> documented() {
        return documented;
    }

    @Test
    void everyOneIsTriedHere() {
        assertThat(documented).contains("RIVULET_JAVA_OPTS").isEqualTo(VALUES.keySet());
    }

    @ParameterizedTest
    @MethodSource("documented")
    void stopsNoCommandAndTakesEffect(String variable) throws IOException {
        String value = VALUES.get(variable);
        if (variable.equals("RIVULET_CONFIG")) {
            value = Files.createFile(folder.resolve("rivulet.properties")).toString();
        }
        Config config = Config.of(Map.of(variable, value), Map.of());
        assertThatCode(() -> readAll(config)).doesNotThrowAnyException();
        if (NO_SETTINGS.containsKey(variable)) {
            assertThat(ROOT.resolve(NO_SETTINGS.get(variable))).content().contains("${" + variable + ":-");
        } else if (variable.startsWith(CLIENT)) {
            assertThat(config.section(KafkaConfig.class, KafkaConfig.PREFIX).client().values()).containsExactly(value);
        } else if (variable.startsWith("RIVULET_") && !variable.contains("FALLBACK")) {
            assertThat(config.value(key(variable))).contains(value);
        }
    }

    private static String key(String variable) {
        Stream<String> ofSections = Stream.of(ConfigClass.configClass(HttpConfig.class, HttpConfig.PREFIX),
                ConfigClass.configClass(WorkerConfig.class, WorkerConfig.PREFIX),
                ConfigClass.configClass(ProviderConfig.class, ProviderConfig.PREFIX),
                ConfigClass.configClass(KafkaConfig.class, KafkaConfig.PREFIX),
                ConfigClass.configClass(ApiConfig.class, ApiConfig.PREFIX),
                ConfigClass.configClass(AuthConfig.class, AuthConfig.PREFIX),
                ConfigClass.configClass(TopicsConfig.class, TopicsConfig.PREFIX))
                .flatMap(section -> ConfigMappings.getProperties(section).keySet().stream());
        return Stream.concat(ofSections, Stream.of("rivulet.config", "rivulet.model", "rivulet.url"))
                .filter(key -> key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT).equals(variable)).findFirst()
                .orElseThrow();
    }

    private static void readAll(Config config) {
        config.requireKnownKeys();
        config.section(ApiConfig.class, ApiConfig.PREFIX);
        config.section(AuthConfig.class, AuthConfig.PREFIX);
        config.section(HttpConfig.class, HttpConfig.PREFIX);
        config.section(GatewayConfig.class, GatewayConfig.PREFIX);
        config.section(WorkerConfig.class, WorkerConfig.PREFIX);
        config.section(ProviderConfig.class, ProviderConfig.PREFIX);
        config.section(KafkaConfig.class, KafkaConfig.PREFIX);
        config.section(TopicsConfig.class, TopicsConfig.PREFIX);
        config.section(TurnsConfig.class, TurnsConfig.PREFIX);
    }
}
