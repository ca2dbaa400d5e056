package dev.rivulet.local.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    @Test
    void theSameSeedBringsTheSameFaults() {
        assertThat(plans(7, 100)).isEqualTo(plans(7, 100)).isNotEqualTo(plans(8, 100));
    }

    @Test
    void everyKindComesOnceBeforeAnyComesAgain() {
        int kinds = FaultKind.all().size();
        assertThat(plans(7, kinds)).extracting(FaultPlan::kind).doesNotHaveDuplicates();
        assertThat(plans(7, 2 * kinds).subList(kinds, 2 * kinds)).extracting(FaultPlan::kind).doesNotHaveDuplicates();
    }

    private static List<FaultPlan> plans(long seed, int count) {
        return Stream.generate(new FaultSchedule(seed, FaultKind.all())::next).limit(count).toList();
    }
}
