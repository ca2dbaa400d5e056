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
        assertThat(topics.partitions()).isEqualTo(12);
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
        assertThat(topics.partitions()).isEqualTo(6);
    }

    @Test
    void aPropertyNamesTheFileBeforeAVariableDoes() throws Exception {
        Path file = Files.writeString(folder.resolve("rivulet.properties"), "rivulet.topics.partitions=3");
        TopicsConfig topics = Config
                .of(Map.of("RIVULET_CONFIG", "/nowhere"), Map.of("rivulet.config", file.toString()))
                .section(TopicsConfig.class, TopicsConfig.PREFIX);
        assertThat(topics.partitions()).isEqualTo(3);
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
        assertThatThrownBy(() -> Config.of(Map.of("RIVULET_CONFIG", mistyped.toString()), Map.of()))
                .isInstanceOf(InvalidConfigException.class).hasMessage("unknown key rivulet.topix.partitions");
    }

    @Test
    void propertiesAddedLaterWinAndAreCheckedToo() {
        Config config = Config.of(Map.of("RIVULET_TOPICS_PARTITIONS", "4"), Map.of("rivulet.topics.prefix", "a-"));
        TopicsConfig topics = config.with(Map.of("rivulet.topics.partitions", "5"))
                .section(TopicsConfig.class, TopicsConfig.PREFIX);
        assertThat(topics.partitions()).isEqualTo(5);
        assertThat(topics.namePrefix()).hasValue("a-");
        assertThatThrownBy(() -> config.with(Map.of("rivulet.topix", "1"))).isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Config config = Config.of(Map.of("RIVULET_TOPICS_PARTITIONS", "", "KAFKA_BOOTSTRAP_SERVERS", ""), Map.of());
        assertThat(config.section(TopicsConfig.class, TopicsConfig.PREFIX).partitions()).isEqualTo(12);
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
    void clientSettingsPassAsTheyAre() {
        KafkaConfig kafka = Config.of(Map.of(), Map.of("rivulet.kafka.client.\"security.protocol\"", "SSL"))
                .section(KafkaConfig.class, KafkaConfig.PREFIX);
        assertThat(kafka.client()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThatThrownBy(() -> Config.of(Map.of(), Map.of("rivulet.wroker.threads", "1")))
                .isInstanceOf(InvalidConfigException.class).hasMessageContaining("rivulet.wroker.threads");
        assertThatThrownBy(() -> Config.of(Map.of("RIVULET_TOPIX_PARTITIONS", "1"), Map.of()))
                .isInstanceOf(InvalidConfigException.class).hasMessageContaining("topix");
        assertThatThrownBy(() -> Config.of(Map.of(), Map.of("rivulet.topics.partition", "1"))
                .section(TopicsConfig.class, TopicsConfig.PREFIX)).isInstanceOf(InvalidConfigException.class)
                .hasMessage("unknown key rivulet.topics.partition");
        assertThatThrownBy(() -> Config.of(Map.of("RIVULET_TOPICS_PARTITION", "1"), Map.of())
                .section(TopicsConfig.class, TopicsConfig.PREFIX)).isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("unknown key");
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
