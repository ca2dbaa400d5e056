package dev.rivulet.worker.provider.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadTest {

    @ParameterizedTest
    @CsvSource({"3,3000", "0,0", "2.5,2500", "' 7 ',7000"})
    void retryAfterIsANumberOfSeconds(String value, long millis) {
        assertThat(head(Map.of("retry-after", value)).retryAfter()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void orADate() {
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        assertThat(head(Map.of("retry-after", inAnHour)).retryAfter()).isBetween(Duration.ofMinutes(58),
                Duration.ofMinutes(61));
        assertThat(head(Map.of("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")).retryAfter()).isZero();
    }

    @Test
    void millisecondsAreMoreExact() {
        assertThat(head(Map.of("retry-after", "1", "retry-after-ms", "120")).retryAfter())
                .isEqualTo(Duration.ofMillis(120));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999999999"})
    void anythingElseSaysNothing(String value) {
        assertThat(head(Map.of("retry-after", value)).retryAfter()).isNull();
    }

    @Test
    void theRequestHasTheNameThatTheProviderGaveIt() {
        assertThat(head(Map.of("x-request-id", "req_1")).requestId()).isEqualTo("req_1");
        assertThat(head(Map.of("request-id", "req_2")).requestId()).isEqualTo("req_2");
        assertThat(head(Map.of()).requestId()).isNull();
    }

    private static ResponseHead head(Map<String, String> headers) {
        return ResponseHead.of(429, headers::get);
    }
}
