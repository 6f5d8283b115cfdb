/** GraphiQL with all that it loads. It is large, so it is read when a browser first asks; bundled like `yoga.ts`. */
export { renderGraphiQL } from '@graphql-yoga/render-graphiql';
