package dev.rivulet.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.smallrye.config.WithConverter;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when a setting is wrong. Through the library itself, whose wording may change. */
class ConfigErrorMessageTest {

    private static final Map<String, String> GOOD = Map.of("text", "x", "number", "1", "uri", "http://127.0.0.1",
            "kind",
            "one-thing", "list", "1,2", "time", "1s", "secret", "x");

    interface Section {
        String text();

        int number();

        URI uri();

        Kind kind();

        List<Integer> list();

        Map<String, Integer> map();

        Optional<Integer> perhaps();

        @WithConverter(Limits.PositiveDuration.class)
        Duration time();

        @WithConverter(Secret.Reader.class)
        Secret secret();

        @WithConverter(Secret.Reader.class)
        Optional<Secret> maybeSecret();
    }

    enum Kind {
        ONE_THING,
        ANOTHER
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text         | ''          | rivulet.worker.text is empty
            number       | x           | rivulet.worker.number: Expected an integer value, got "x"
            uri          | a b         | rivulet.worker.uri: Illegal character in path at index 1: a b
            kind         | third       | rivulet.worker.kind: 'third' is not one of another, one-thing
            list         | 1,z         | rivulet.worker.list: Expected an integer value, got "z"
            map.k        | z           | rivulet.worker.map.k: Expected an integer value, got "z"
            perhaps      | z           | rivulet.worker.perhaps: Expected an integer value, got "z"
            time         | soon        | rivulet.worker.time: 'soon' is not a time such as 250ms, 30s, 5m, \
            12h or 7d, up to 3650d
            time         | 0s          | rivulet.worker.time: '0s' is not longer than zero
            secret       | ''          | rivulet.worker.secret is empty
            numbr        | 1           | unknown key rivulet.worker.numbr
            text         | ${nowhere}  | Could not expand value nowhere in property rivulet.worker.text
            """)
    void aWrongValueIsNamedWithWhatIsWrong(String name, String value, String sentence) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, value);
        assertThat(refusal(settings)).isEqualTo(sentence);
    }

    @Test
    void everyMissingValueIsNamed() {
        assertThat(refusal(Map.of()).split("; ")).containsExactlyInAnyOrder(
                GOOD.keySet().stream().map(name -> "rivulet.worker." + name + " is missing").toArray(String[]::new));
    }

    @Test
    void aSecretThatIsNotSetIsAbsent() {
        assertThat(section(GOOD).maybeSecret()).isEmpty();
        assertThat(section(GOOD).secret()).isEqualTo(new Secret("x"));
    }

    @Test
    void whatIsNotKnownIsPassedOnAsItIs() {
        assertThat(ConfigErrorMessage.sentence("something else")).isEqualTo("something else");
    }

    private static String refusal(Map<String, String> settings) {
        return catchThrowableOfType(InvalidConfigException.class, () -> section(settings)).getMessage();
    }

    private static Section section(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((name, value) -> properties.put("rivulet.worker." + name, value));
        return Config.of(Map.of(), properties).section(Section.class, "rivulet.worker");
    }
}
