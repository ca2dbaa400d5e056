package dev.rivulet.bench.load.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What the load generator is to do, as one line of JSON. Times are {@link System#nanoTime()}, which is the same clock
 * in all processes of a machine.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "plan")
@JsonSubTypes({@Type(value = LoadPlan.class, name = "load"), @Type(value = ReadersPlan.class, name = "readers"),
        @Type(value = StormPlan.class, name = "storm"), @Type(value = IdlePlan.class, name = "idle")})
public sealed interface Plan permits LoadPlan, ReadersPlan, StormPlan, IdlePlan {

    /** Returns when what has not ended is given up. */
    long giveUpAt();
}
