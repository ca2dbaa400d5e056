/** What the load generator is told to do, and what it answers. */
package dev.rivulet.bench.load.plan;
