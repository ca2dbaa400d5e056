/** What a load takes of each resource of a cluster: formulas over measured costs. */
package dev.rivulet.bench.capacity.model;
