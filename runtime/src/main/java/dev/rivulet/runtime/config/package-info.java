/** Typed configuration from properties, the environment and a file. */
package dev.rivulet.runtime.config;
