package dev.rivulet.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({"1,1", "' 42 ',42", "2147483647,2147483647"})
    void wholeNumbersOfOneOrMore(String text, int number) {
        assertThat(new Limits.PositiveInt().convert(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2147483648", "1.0", "1e3", "one", "", " "})
    void whatIsNoWholeNumberOfOneOrMoreIsRefused(String text) {
        assertRefused(new Limits.PositiveInt(), text, "a whole number of 1 or more");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "8080,8080", "65535,65535"})
    void ports(String text, int port) {
        assertThat(new Limits.Port().convert(text)).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "80/tcp", ""})
    void whatIsNoPortIsRefused(String text) {
        assertRefused(new Limits.Port(), text, "a port, 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4096,4096", "10b,10", "64k,65536", "64 KB,65536", "1kib,1024", "1m,1048576", "1MiB,1048576",
            "1g,1073741824", "1024m,1073741824"})
    void sizes(String text, int bytes) {
        assertThat(new Limits.Bytes().convert(text)).isEqualTo(bytes);
    }

    /** The last two are 1 GiB and 1 MiB when they overflow. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0k", "-1", "1.5m", "1t", "k", "", "1073741825", "1025m", "2g", "9999999999999999",
            "17179869185g", "17592186044417m"})
    void whatIsNoSizeIsRefused(String text) {
        assertRefused(new Limits.Bytes(), text, "a size such as 64k or 1m, up to 1g");
    }

    @ParameterizedTest
    @CsvSource({"1ms,PT0.001S", "250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "5 M,PT5M", "12h,PT12H", "7d,PT168H",
            "3650d,PT87600H"})
    void times(String text, Duration duration) {
        assertThat(new Limits.PositiveDuration().convert(text)).isEqualTo(duration);
        assertThat(new Limits.AnyDuration().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1", "-1s", "1.5s", "1w", "ms", "PT1S", "3651d", "999999999999999d", "0w",
            "1s 1ms"})
    void whatIsNoTimeIsRefused(String text) {
        assertRefused(new Limits.PositiveDuration(), text, "a time such as 250ms, 30s, 5m, 12h or 7d, up to 3650d");
        assertRefused(new Limits.AnyDuration(), text, "a time such as 250ms, 30s, 5m, 12h or 7d, up to 3650d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0ms", "0d"})
    void zeroSwitchesOffWhereThatMeansSomething(String text) {
        assertThat(new Limits.AnyDuration().convert(text)).isZero();
        assertRefused(new Limits.PositiveDuration(), text, "longer than zero");
    }

    private static void assertRefused(Converter<?> converter, String text, String what) {
        assertThatIllegalArgumentException().isThrownBy(() -> converter.convert(text))
                .withMessage("'%s' is not %s", text, what);
    }
}
