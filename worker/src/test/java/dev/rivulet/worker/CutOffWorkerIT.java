package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.proxy.BrokerProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;

/** A worker that reaches all brokers but not the group coordinator does not notice that its partitions are gone. */
class CutOffWorkerIT {

    private static final int SESSIONS = 8;
    private static final int TOKENS = 20;
    private static final String SLOW = "slow";

    @Test
    void itStepsBackWhenItReadsWhatItsSuccessorClaims() throws Exception {
        int port = FreePorts.find();
        try (BrokerProxy proxy = new BrokerProxy(port);
                EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary().withClientPort(port)
                        .withProperty("advertised.listeners", "PLAINTEXT://" + proxy.address()));
                Admin admin = Admin.create(Map.of("bootstrap.servers", proxy.address()));
                TestCluster cluster = new TestCluster(proxy.address(), Map.of())) {
            cluster.script(SLOW, Script.timestamped(TOKENS).withTiming(Duration.ZERO, Duration.ofMillis(100)));
            Worker old = cluster.startWorker();
            proxy.cutOff(old.id());
            Worker successor = cluster.startWorker();
            await().until(() -> members(admin, cluster).allMatch(member -> isOf(successor, member)));
            await().until(successor::ready);

            List<TurnId> turns = ask(cluster);
            turns.forEach(cluster::terminal);

            for (TurnId turn : turns) {
                // Both may have claimed before the old one read a claim of the other.
                assertThat(cluster.starts(turn)).extracting(Started::attempt).doesNotHaveDuplicates()
                        .allMatch(attempt -> attempt <= 2);
                // The result of an attempt that the successor had stopped may be there, too.
                assertThat(cluster.terminals(turn)).singleElement().isInstanceOfSatisfying(Done.class,
                        done -> assertThat(done.finishReason()).isEqualTo("stop"));
            }
            assertThat(cluster.provider.totalRequests()).isLessThanOrEqualTo(2 * SESSIONS);

            List<TurnId> later = ask(cluster);
            later.forEach(cluster::terminal);
            assertThat(later).allSatisfy(turn -> assertThat(cluster.results(turn)).hasSize(1));
            // Whichever of the two executes them: the old one lives.
            assertThat(cluster.claims()).filteredOn(claim -> later.contains(claim.turnId()))
                    .hasSizeGreaterThanOrEqualTo(SESSIONS)
                    .allMatch(claim -> claim.writtenBy().equals(successor.id()));

            proxy.heal();
            await().until(() -> members(admin, cluster).anyMatch(member -> isOf(old, member)));
            ask(cluster).forEach(cluster::terminal);
            assertThat(kafka.firstFault()).isEmpty();
        }
    }

    private static List<TurnId> ask(TestCluster cluster) {
        return IntStream.range(0, SESSIONS).mapToObj(i -> cluster.prompt(new SessionId("s-" + i), SLOW)).toList();
    }

    private static Stream<MemberDescription> members(Admin admin, TestCluster cluster) {
        String group = Changelog.application(cluster.topic(""));
        try {
            return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().stream();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean isOf(Worker worker, MemberDescription member) {
        return member.clientId().contains(worker.id());
    }
}
