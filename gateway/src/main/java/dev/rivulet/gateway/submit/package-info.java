/** Submits turns: reads their content from a request, and publishes each one once. */
package dev.rivulet.gateway.submit;
