package dev.rivulet.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    @TempDir
    Path folder;

    @Test
    void nothingSetGivesTheDefaults() {
        Config config = Config.of(Map.of(), Map.of());
        KafkaConfig kafka = config.section(KafkaConfig.class, KafkaConfig.PREFIX);
        assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(kafka.client()).isEmpty();
        TopicsConfig topics = config.section(TopicsConfig.class, TopicsConfig.PREFIX);
        assertThat(topics.partitions()).isEmpty();
        assertThat(topics.chunkEventsRetention()).isEqualTo(Duration.ofHours(6));
        assertThat(topics.maxRecordBytes()).isEqualTo(8 << 20);
        assertThat(topics.namePrefix()).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverTheFileAndPropertiesOverBoth() throws Exception {
        Path file = Files.writeString(folder.resolve("rivulet.properties"), """
                rivulet.topics.partitions=3
                rivulet.topics.replication-factor=2
                rivulet.topics.prefix=team-
                """);
        Map<String, String> environment = Map.of("RIVULET_CONFIG", file.toString(), "RIVULET_TOPICS_PARTITIONS", "4",
                "RIVULET_TOPICS_REPLICATION_FACTOR", "5");
        TopicsConfig topics = Config.of(environment, Map.of("rivulet.topics.partitions", "6"))
                .section(TopicsConfig.class, TopicsConfig.PREFIX);
        assertThat(topics.namePrefix()).hasValue("team-");
        assertThat(topics.replicationFactor()).isEqualTo(5);
        assertThat(topics.partitions()).contains(6);
    }

    @Test
    void aPropertyNamesTheFileBeforeAVariableDoes() throws Exception {
        Path file = Files.writeString(folder.resolve("rivulet.properties"), "rivulet.topics.partitions=3");
        TopicsConfig topics = Config
                .of(Map.of("RIVULET_CONFIG", "/nowhere"), Map.of("rivulet.config", file.toString()))
                .section(TopicsConfig.class, TopicsConfig.PREFIX);
        assertThat(topics.partitions()).contains(3);
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws Exception {
        assertThatThrownBy(() -> Config.of(Map.of("RIVULET_CONFIG", "/nowhere/x.properties"), Map.of()))
                .isInstanceOf(InvalidConfigException.class).hasMessageContaining("/nowhere/x.properties");
        Path foreign = Files.writeString(folder.resolve("foreign.properties"), "topics.partitions=3");
        assertThatThrownBy(() -> Config.of(Map.of("RIVULET_CONFIG", foreign.toString()), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("unknown key topics.partitions in " + foreign + ": every key begins with rivulet.");
        Path mistyped = Files.writeString(folder.resolve("mistyped.properties"), "rivulet.topix.partitions=3");
        assertThatThrownBy(() -> Config.of(Map.of("RIVULET_CONFIG", mistyped.toString()), Map.of()).requireKnownKeys())
                .isInstanceOf(InvalidConfigException.class).hasMessage("unknown key rivulet.topix.partitions");
    }

    @Test
    void propertiesAddedLaterWinAndAreCheckedToo() {
        Config config = Config.of(Map.of("RIVULET_TOPICS_PARTITIONS", "4"), Map.of("rivulet.topics.prefix", "a-"));
        TopicsConfig topics = config.with(Map.of("rivulet.topics.partitions", "5"))
                .section(TopicsConfig.class, TopicsConfig.PREFIX);
        assertThat(topics.partitions()).contains(5);
        assertThat(topics.namePrefix()).hasValue("a-");
        assertThatThrownBy(() -> config.with(Map.of("rivulet.topix", "1")).requireKnownKeys())
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Config config = Config.of(Map.of("RIVULET_TOPICS_PARTITIONS", "", "KAFKA_BOOTSTRAP_SERVERS", ""), Map.of());
        assertThat(config.section(TopicsConfig.class, TopicsConfig.PREFIX).partitions()).isEmpty();
        assertThat(config.section(KafkaConfig.class, KafkaConfig.PREFIX).bootstrapServers())
                .isEqualTo("127.0.0.1:9092");
    }

    @Test
    void variablesOfOtherProgramsAreNoneOfOurs() {
        Config config = Config.of(Map.of("RIVULETS", "1", "KAFKA_HEAP_OPTS", "-Xmx1g", "PATH", "/bin"), Map.of());
        assertThat(config.value("rivulet.url")).isEmpty();
        assertThat(config.value("path")).isEmpty();
    }

    @Test
    void customaryVariablesAreUnderstood() {
        Config config = Config.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "RIVULET_KAFKA_PORT", "19092"),
                Map.of());
        KafkaConfig kafka = config.section(KafkaConfig.class, KafkaConfig.PREFIX);
        assertThat(kafka.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(kafka.port()).isEqualTo(19092);
        assertThat(
                Config.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", "a:1", "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "b:2"), Map.of())
                        .section(KafkaConfig.class, KafkaConfig.PREFIX).bootstrapServers())
                .isEqualTo("b:2");
    }

    @Test
    void aProviderGetsTheCustomaryKeyOfItsKindAndNeverThatOfAnother() throws Exception {
        Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-o", "ANTHROPIC_API_KEY", "sk-a");
        String key = "rivulet.provider.api-key";
        Config plain = Config.of(keys, Map.of());
        assertThat(plain.value(key)).hasValue("sk-o");
        assertThat(plain.with(Map.of("rivulet.provider.kind", "anthropic")).value(key)).hasValue("sk-a");
        assertThat(Config.of(Map.of("OPENAI_API_KEY", "sk-o", "RIVULET_PROVIDER_KIND", "anthropic"), Map.of())
                .value(key)).isEmpty();
        Path file = Files.writeString(folder.resolve("rivulet.properties"), "rivulet.provider.kind=anthropic");
        assertThat(Config.of(keys, Map.of("rivulet.config", file.toString())).value(key)).hasValue("sk-a");
    }

    @Test
    void clientSettingsPassAsTheyAreInQuotesOrNotFromEachSource() throws Exception {
        String jaas = "ScramLoginModule required username=\"a\" password=\"b=c\";";
        Path file = Files.writeString(folder.resolve("rivulet.properties"),
                "rivulet.kafka.client.sasl.mechanism=PLAIN\nrivulet.kafka.client.sasl.jaas.config=" + jaas);
        KafkaConfig kafka = Config.of(
                Map.of("RIVULET_CONFIG", file.toString(), "RIVULET_KAFKA_CLIENT_SASL_MECHANISM", "SCRAM-SHA-512",
                        "RIVULET_KAFKA_CLIENT_SECURITY_PROTOCOL", "SSL"),
                Map.of("rivulet.kafka.client.security.protocol", "SASL_SSL",
                        "rivulet.kafka.client.\"ssl.truststore.type\"", "PEM"))
                .section(KafkaConfig.class, KafkaConfig.PREFIX);
        assertThat(kafka.client()).isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism",
                "SCRAM-SHA-512", "sasl.jaas.config", jaas, "ssl.truststore.type", "PEM"));
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertRefused(Map.of(), Map.of("rivulet.wroker.threads", "1"), "unknown key rivulet.wroker.threads");
        assertRefused(Map.of("RIVULET_TOPIX_PARTITIONS", "1"), Map.of(),
                "unknown key in the environment: RIVULET_TOPIX_PARTITIONS");
        assertRefused(Map.of(), Map.of("rivulet.topics.partition", "1"), "unknown key rivulet.topics.partition");
        assertRefused(Map.of("RIVULET_TOPICS_PARTITION", "1"), Map.of(),
                "unknown key in the environment: RIVULET_TOPICS_PARTITION");
        assertRefused(Map.of(), Map.of("rivulet.log.level", "DEBUG"), "unknown key rivulet.log.level");
    }

    private static void assertRefused(Map<String, String> environment, Map<String, String> properties,
            String sentence) {
        assertThatThrownBy(
                () -> Config.of(environment, properties).section(TopicsConfig.class, TopicsConfig.PREFIX))
                .isInstanceOf(InvalidConfigException.class).hasMessage(sentence);
    }

    @Test
    void theVariablesOfTheScriptAndOfLoggingAreNoSettings() {
        Config config = Config.of(Map.of("RIVULET_AOT", "off", "RIVULET_JAVA_OPTS", "-Xmx2g",
                "RIVULET_LOG_LEVEL", "DEBUG", "RIVULET_LOG_KAFKA", "INFO"), Map.of());
        config.requireKnownKeys();
        assertThat(config.section(TopicsConfig.class, TopicsConfig.PREFIX).partitions()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnceWhereverItStands() {
        Config config = Config.of(
                Map.of("RIVULET_TOPIX", "1", "RIVULET_TOPICS_PARTITION", "3", "RIVULET_TOPICS_PARTITIONZ", "3"),
                Map.of("rivulet.wroker.threads", "1", "rivulet.topics.replication-factor", "0",
                        "rivulet.kafka.request-timeout", "soon", "rivulet.kafka.prot", "1"));
        ConfigProblems problems = new ConfigProblems();
        problems.read(() -> config.section(TopicsConfig.class, TopicsConfig.PREFIX));
        problems.read(() -> config.section(KafkaConfig.class, KafkaConfig.PREFIX));
        assertThatThrownBy(problems::throwIfAny).isInstanceOfSatisfying(InvalidConfigException.class,
                all -> assertThat(all.problems()).containsExactlyInAnyOrder("unknown key rivulet.wroker.threads",
                        "unknown key in the environment: RIVULET_TOPIX",
                        "unknown key in the environment: RIVULET_TOPICS_PARTITION",
                        "unknown key in the environment: RIVULET_TOPICS_PARTITIONZ",
                        "rivulet.topics.replication-factor: '0' is not a whole number of 1 or more",
                        "unknown key rivulet.kafka.prot",
                        "rivulet.kafka.request-timeout: 'soon' is not a time such as 250ms, 30s, 5m, 12h or 7d, up to"
                                + " 3650d"));
    }

    @Test
    void theClientsOfTheLocalBrokerUseItsPort() {
        assertThat(kafka(Map.of("RIVULET_KAFKA_PORT", "19092")).bootstrapServers()).isEqualTo("127.0.0.1:19092");
        assertThat(kafka(Map.of("RIVULET_KAFKA_PORT", "19092", "KAFKA_BOOTSTRAP_SERVERS", "a:1")).bootstrapServers())
                .isEqualTo("a:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "host:", ":9092", "host:0", "host:99999", "host:port", "a:1,nonsense", "a b:1",
            "http://host:9092/path", ","})
    void anAddressThatNamesNoBrokerIsRefused(String servers) {
        assertThatThrownBy(() -> kafka(Map.of("KAFKA_BOOTSTRAP_SERVERS", servers)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("rivulet.kafka.bootstrap-servers: '" + servers + "' is not a list of host:port,...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:9092", "a.example.com:1, b:65535", "[::1]:9092", "PLAINTEXT://host:9092",
            "under_score:9092"})
    void anAddressThatKafkaReadsIsTaken(String servers) {
        assertThat(kafka(Map.of("KAFKA_BOOTSTRAP_SERVERS", servers)).bootstrapServers()).isEqualTo(servers);
    }

    private static KafkaConfig kafka(Map<String, String> environment) {
        return Config.of(environment, Map.of()).section(KafkaConfig.class, KafkaConfig.PREFIX);
    }

    @Test
    void aBadValueIsNamedWithWhatWouldFit() {
        Config config = Config.of(Map.of(),
                Map.of("rivulet.topics.partitions", "0", "rivulet.topics.chunk-events-retention", "soon"));
        assertThatThrownBy(() -> config.section(TopicsConfig.class, TopicsConfig.PREFIX))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rivulet.topics.partitions: '0' is not a whole number of 1 or more")
                .hasMessageContaining("rivulet.topics.chunk-events-retention: 'soon' is not a time such as");
    }

    @Test
    void theDefaultModelIsTheSameForEveryProcessThatSetsNone() {
        assertThat(Config.of(Map.of(), Map.of()).defaultModel()).isEqualTo("gpt-4o-mini");
        assertThat(Config.of(Map.of("RIVULET_MODEL", "m"), Map.of()).defaultModel()).isEqualTo("m");
    }

    @Test
    void aSecretIsNotPrinted() {
        assertThat(new Secret("sk-123")).hasToString("***");
    }
}
