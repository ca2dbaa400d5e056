package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** A worker whose producer can never write again, because an operator took its right to. */
class LostAuthorizationIT {

    @Test
    void aWorkerThatMayNotWriteAnyMoreIsNotReadyAndSaysThatItCannotGoOn() throws Exception {
        EmbeddedKafkaOptions options = EmbeddedKafkaOptions.temporary()
                .withProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withProperty("allow.everyone.if.no.acl.found", "true");
        List<String> sentences = new CopyOnWriteArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options);
                TestCluster cluster = new TestCluster(kafka.bootstrapServers(), Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Worker worker = cluster.startWorker(Map.of(), (sentence, cause) -> sentences.add(sentence));
            cluster.terminal(cluster.prompt(new SessionId("before"), "hello"));
            assertThat(sentences).isEmpty();

            ResourcePattern results = new ResourcePattern(ResourceType.TOPIC, cluster.topic("turn-results"),
                    PatternType.LITERAL);
            admin.createAcls(List.of(acl(results, AclOperation.ALL, AclPermissionType.ALLOW),
                    acl(results, AclOperation.WRITE, AclPermissionType.DENY))).all().get();
            cluster.prompt(new SessionId("after"), "hello");

            await().until(() -> !sentences.isEmpty());
            assertThat(sentences).singleElement().asString()
                    .contains("Kafka refuses what this worker writes", "Not authorized", "turn-results");
            assertThat(worker.ready()).isFalse();
        }
    }

    private static AclBinding acl(ResourcePattern topic, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(topic, new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }
}
