package dev.rivulet.local.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GapsTest {

    @Test
    void onlyOneInAHundredGapsIsLongerThanTheNinetyNinthPercentile() {
        Gaps gaps = new Gaps();
        LongStream.rangeClosed(1, 200).forEach(gaps::add);
        assertThat(gaps.count()).isEqualTo(200);
        assertThat(gaps.p99()).isEqualTo(198);
        assertThat(gaps.longest()).isEqualTo(200);
        assertThat(new Gaps().p99()).isZero();
    }
}
