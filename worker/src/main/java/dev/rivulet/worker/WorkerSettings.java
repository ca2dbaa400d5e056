package dev.rivulet.worker;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ConfigProblems;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.config.TurnsConfig;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.worker.liveness.WorkerRole;
import dev.rivulet.worker.provider.Endpoint;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.ProviderConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings of a worker, checked together. */
record WorkerSettings(WorkerConfig worker, ProviderConfig provider, TopicsConfig topics, KafkaConfig kafka,
        String model, ModelLimits models, WorkerLimits limits, UsageConfig usage) {

    /** Returns the models that the configuration names. */
    Set<String> modelNames() {
        Stream<EndpointConfig> providers = Stream.concat(Stream.of(provider), provider.fallback().stream());
        return Stream.of(Stream.of(model), models.allowed().stream().flatMap(List::stream),
                providers.flatMap(endpoint -> endpoint.model().stream())).flatMap(names -> names)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws InvalidConfigException that names everything that is wrong */
    static WorkerSettings of(Config config) {
        ConfigProblems problems = new ConfigProblems();
        WorkerConfig worker = problems.read(() -> config.section(WorkerConfig.class, WorkerConfig.PREFIX));
        ProviderConfig provider = problems.read(() -> config.section(ProviderConfig.class, ProviderConfig.PREFIX));
        TopicsConfig topics = problems.read(() -> config.section(TopicsConfig.class, TopicsConfig.PREFIX));
        KafkaConfig kafka = problems.read(() -> config.section(KafkaConfig.class, KafkaConfig.PREFIX));
        if (provider != null && worker != null && worker.roles().contains(WorkerRole.EXECUTE)) {
            problems.check(() -> Endpoint.of(provider));
            for (EndpointConfig fallback : provider.fallback()) {
                problems.check(() -> Endpoint.of(fallback));
            }
        }
        if (topics != null) {
            problems.check(() -> TopicsConfig.requireConsistent(topics));
        }
        UsageConfig usage = problems.read(() -> config.section(UsageConfig.class, UsageConfig.PREFIX));
        TurnsConfig turns = problems.read(() -> config.section(TurnsConfig.class, TurnsConfig.PREFIX));
        ModelLimits models = turns == null ? null : problems.read(() -> ModelLimits.of(turns, config.defaultModel()));
        WorkerLimits limits = worker == null || topics == null
                ? null
                : problems.read(() -> WorkerLimits.of(worker, topics));
        problems.throwIfAny();
        return new WorkerSettings(worker, provider, topics, kafka, config.defaultModel(), models, limits, usage);
    }
}
