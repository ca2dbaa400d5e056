/** Health, readiness and metrics, for operators and their tools. */
package dev.rivulet.gateway.api.management;
