package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.bench.load.plan.Latency;

/**
 * What happened to the turns that were accepted in the measured window.
 *
 * @param turns that began
 * @param notBegun that still waited in the end
 * @param queued from acceptance to the start of the first attempt
 * @param busiestWorker how many turns started in it, as a multiple of the mean
 * @param fullestWorker how many turns were in one worker at most, as a multiple of the mean
 * @param elsewhere the share of attempts that ran in another worker than their coordinator's, from 0 to 1
 * @param passedOn how often a turn that waited in a full worker was passed on
 * @param coordination the part of the time in which coordination threads had something to do, on average
 * @param busiestCoordination the same of the busiest one; more than 1 if it cannot keep up
 * @param lost turns that ran or waited in workers when they were killed
 * @param takeover from the kill to the start of the next attempt
 * @param events how many were simulated
 */
public record SimulationResult(long turns, long notBegun, Latency queued, double busiestWorker, double fullestWorker,
        double elsewhere, long passedOn, double coordination, double busiestCoordination, long lost, Latency takeover,
        long events) {}
