import { App, CfnResource, Stack } from 'aws-cdk-lib';

// what the emulator has to refuse: a resource of a type, or with a property, that it would leave out
const app = new App();
const [type, property] = ['type', 'property'].map((name) => app.node.getContext(name));
new CfnResource(new Stack(app, type.replace(/::/g, '-')), 'Resource', { type, properties: { [property]: 'any' } });
